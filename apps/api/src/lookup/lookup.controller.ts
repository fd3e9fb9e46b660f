import { Controller, Headers, HttpCode, Inject, Ip, Post } from '@nestjs/common';
import { LookUpRequest } from '#lis/contracts';
import { Needs, BodyOf, CONTEXT, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { type SharedThrottle, sharedThrottle } from '../hardening/index.js';
import { lookUp } from './look-up.js';

/** More at once than this are answered "busy": look-ups are shed before anything else waits. */
const atOnce = 8;

@Controller('v1/lookup')
export class LookupController {
  private running = 0;

  private readonly throttle: SharedThrottle;

  constructor(@Inject(CONTEXT) private readonly context: Context) {
    const perWindow = context.configuration.lookUpsPerSecond;
    this.throttle = sharedThrottle(context, { what: 'look-up', windowMs: 1000, perWindow });
  }

  /** The identity is in the body, never in the address. A drill's people ask with `x-sweepwell-realm: drill`. */
  @Post()
  @HttpCode(200)
  @Needs('public')
  async ask(
    @BodyOf(LookUpRequest) { identity }: z.infer<typeof LookUpRequest>,
    @Headers('x-sweepwell-realm') realm: string | undefined,
    @Ip() origin: string,
  ) {
    if (realm !== undefined && realm !== 'real' && realm !== 'drill')
      throw new Rejection(400, 'malformed', { header: 'x-sweepwell-realm' });
    if (this.running >= atOnce) throw new Rejection(503, 'busy', {}, 2);
    this.running++;
    try {
      const wait = await this.throttle.enter(origin);
      if (wait > 0) throw new Rejection(429, 'too-many-requests', {}, wait);
      return await lookUp(this.context, realm ?? 'real', identity);
    } finally {
      this.running--;
    }
  }
}
