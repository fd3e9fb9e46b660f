import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ConfirmReportRequest } from '#lis/contracts';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context } from '#lis/platform';
import type { z } from 'zod';
import { confirmReport } from './confirm-report.js';

@Controller('v1/reports')
export class ReportsController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Post('confirm')
  @HttpCode(200)
  @Needs('report.confirm')
  confirm(@By() actor: Actor, @BodyOf(ConfirmReportRequest) request: z.infer<typeof ConfirmReportRequest>) {
    return confirmReport(this.context, actor, request);
  }
}
