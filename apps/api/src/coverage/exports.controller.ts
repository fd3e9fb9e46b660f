import { Controller, Get, Header, Inject } from '@nestjs/common';
import { parameter, SignedId, text } from '#lis/contracts';
import { type Actor, By, CONTEXT, type Context, Needs, QueryOf } from '#lis/platform';
import { z } from 'zod';
import { exportCoverage } from './export-coverage.js';

const OfExport = z.strictObject({
  sweepId: parameter(SignedId),
  parent: text(20).min(1).optional(),
});

@Controller('v1/exports')
export class ExportsController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get('coverage.csv')
  @Needs('coverage.export')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="coverage.csv"')
  @Header('cache-control', 'no-store')
  coverage(@QueryOf(OfExport) query: z.infer<typeof OfExport>, @By() actor: Actor) {
    return exportCoverage(this.context, actor, query);
  }
}
