import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CasePersonsRequest, CompleteStepRequest } from '#lis/contracts';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context, QueryOf } from '#lis/platform';
import type { z } from 'zod';
import { completeStep } from './complete-step.js';
import { listCases } from './list-cases.js';
import { listRecollections } from './list-recollections.js';
import { readNames } from './read-names.js';
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

  /** A question, asked by POST: its purpose belongs into no URL. */
  @Post('cases/persons')
  @HttpCode(200)
  @Needs('case.read-names')
  persons(@By() actor: Actor, @BodyOf(CasePersonsRequest) request: z.infer<typeof CasePersonsRequest>) {
    return readNames(this.context, actor, request);
  }

  @Get('recollections')
  @Needs('recollection.list')
  recollections(@By() actor: Actor, @QueryOf(SweepQuery) query: SweepQuery) {
    return listRecollections(this.context, actor, query);
  }
}
