import { Module } from '@nestjs/common';
import { CasesController } from './cases.controller.js';
import { ReportsController } from './reports.controller.js';

/** The closed loop of R7, R8 and R10: cases and their steps, who must be sampled again, confirmed reports. */
@Module({ controllers: [CasesController, ReportsController] })
export class CasesModule {}
