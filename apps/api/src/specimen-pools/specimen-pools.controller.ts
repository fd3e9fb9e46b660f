import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import {
  CorrectBatchReadingsRequest,
  EnterSpecimenBatchRequest,
  SpecimenBatchesQuery,
  SpecimenCallsQuery,
} from '#lis/contracts';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs, QueryOf } from '#lis/platform';
import { correctReadings } from './correct-readings.js';
import { enterBatch } from './enter-batch.js';
import { listBatches } from './list-batches.js';
import { readCalls } from './read-calls.js';

@Controller('v1/specimen-batches')
export class SpecimenPoolsController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Post()
  @HttpCode(200)
  @Needs('specimen-batch.enter')
  enter(@By() actor: Actor, @BodyOf(EnterSpecimenBatchRequest) body: EnterSpecimenBatchRequest) {
    return enterBatch(this.context, actor, body);
  }

  @Post('readings')
  @HttpCode(200)
  @Needs('specimen-batch.correct')
  correct(@By() actor: Actor, @BodyOf(CorrectBatchReadingsRequest) body: CorrectBatchReadingsRequest) {
    return correctReadings(this.context, actor, body);
  }

  @Get()
  @Needs('specimen-batch.read')
  list(@By() actor: Actor, @QueryOf(SpecimenBatchesQuery) query: SpecimenBatchesQuery) {
    return listBatches(this.context.db, actor, query);
  }

  @Get('calls')
  @Needs('specimen-batch.read')
  calls(@By() actor: Actor, @QueryOf(SpecimenCallsQuery) query: SpecimenCallsQuery) {
    return readCalls(this.context.db, actor, query);
  }
}
