import { Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { LookUpRequest } from '#lis/contracts';
import { Needs, BodyOf, CONTEXT, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { lookUp } from './look-up.js';

/** More at once than this are answered "busy": look-ups are shed before anything else waits. */
const atOnce = 8;

@Controller('v1/lookup')
export class LookupController {
  private running = 0;

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  /** The identity is in the body, never in the address. A drill's people ask with `x-sweepwell-realm: drill`. */
  @Post()
  @HttpCode(200)
  @Needs('public')
  async ask(
    @BodyOf(LookUpRequest) { identity }: z.infer<typeof LookUpRequest>,
    @Headers('x-sweepwell-realm') realm: string | undefined,
  ) {
    if (realm !== undefined && realm !== 'real' && realm !== 'drill')
      throw new Rejection(400, 'malformed', { header: 'x-sweepwell-realm' });
    if (this.running >= atOnce) throw new Rejection(503, 'busy', {}, 2);
    this.running++;
    try {
      return await lookUp(this.context, realm ?? 'real', identity);
    } finally {
      this.running--;
    }
  }
}
