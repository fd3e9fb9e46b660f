import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { LayOutPlateRequest, parameter, ScannedCode, SignedId } from '#lis/contracts';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context, QueryOf } from '#lis/platform';
import { z } from 'zod';
import { layOutPlate, readWorklist } from './lay-out-plate.js';
import { listWaiting } from './waiting.queries.js';

const WaitingQuery = z.strictObject({
  sweepId: parameter(SignedId),
  limit: parameter(z.int().min(1).max(5000)).default(500),
});
const WorklistQuery = z.strictObject({ barcode: ScannedCode });

@Controller('v1')
export class PlatingController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get('laboratory/waiting')
  @Needs('tube.list-waiting')
  waiting(@By() actor: Actor, @QueryOf(WaitingQuery) { sweepId, limit }: z.infer<typeof WaitingQuery>) {
    return listWaiting(this.context.db, sweepId, actor.laboratoryId ?? 0, limit);
  }

  @Post('plates')
  @HttpCode(200)
  @Needs('plate.lay-out')
  layOut(@By() actor: Actor, @BodyOf(LayOutPlateRequest) body: LayOutPlateRequest) {
    return layOutPlate(this.context, actor, body);
  }

  @Get('plates/worklist')
  @Needs('plate.read-worklist')
  worklist(@By() actor: Actor, @QueryOf(WorklistQuery) { barcode }: z.infer<typeof WorklistQuery>) {
    return readWorklist(this.context, actor, barcode);
  }
}
