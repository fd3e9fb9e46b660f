import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CompleteStepRequest } from '#lis/contracts';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context, QueryOf } from '#lis/platform';
import type { z } from 'zod';
import { completeStep } from './complete-step.js';
import { listCases } from './list-cases.js';
import { listRecollections } from './list-recollections.js';
import { SweepQuery } from './sweep-query.js';

@Controller('v1')
export class CasesController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get('cases')
  @Needs('case.list')
  cases(@By() actor: Actor, @QueryOf(SweepQuery) query: SweepQuery) {
    return listCases(this.context, actor, query);
  }

  @Post('cases/steps')
  @HttpCode(200)
  @Needs('case.complete-step')
  complete(@By() actor: Actor, @BodyOf(CompleteStepRequest) request: z.infer<typeof CompleteStepRequest>) {
    return completeStep(this.context, actor, request);
  }

  @Get('recollections')
  @Needs('recollection.list')
  recollections(@By() actor: Actor, @QueryOf(SweepQuery) query: SweepQuery) {
    return listRecollections(this.context, actor, query);
  }
}
