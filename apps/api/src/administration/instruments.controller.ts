import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ChangeInstrumentRequest, CreateInstrumentsRequest } from '#lis/contracts';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs } from '#lis/platform';
import type { z } from 'zod';
import { changeInstrument } from './change-instrument.js';
import { createInstruments } from './create-instruments.js';
import { listInstruments } from './instruments.queries.js';

/** Which instruments there are, what they are known by, and when they were heard. */
@Controller('v1')
export class InstrumentsController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get('instruments')
  @Needs('instrument.list')
  ofLaboratory(@By() actor: Actor) {
    return listInstruments(this.context.db, actor);
  }

  @Get('administration/instruments')
  @Needs('instrument.administer')
  all(@By() actor: Actor) {
    return listInstruments(this.context.db, actor);
  }

  @Post('administration/instruments')
  @HttpCode(200)
  @Needs('instrument.administer')
  create(
    @By() actor: Actor,
    @BodyOf(CreateInstrumentsRequest) body: z.infer<typeof CreateInstrumentsRequest>,
  ) {
    return createInstruments(this.context, actor, body.instruments);
  }

  @Post('administration/instruments/change')
  @HttpCode(200)
  @Needs('instrument.administer')
  change(@By() actor: Actor, @BodyOf(ChangeInstrumentRequest) body: z.infer<typeof ChangeInstrumentRequest>) {
    return changeInstrument(this.context, actor, body);
  }
}
