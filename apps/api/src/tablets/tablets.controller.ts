import { Controller, Get, HttpCode, Inject, Ip, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { EnrolTabletRequest, TabletChallengeRequest, TabletTokenRequest } from '#lis/contracts';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs } from '#lis/platform';
import type { z } from 'zod';
import { enrolTablet } from './enrol-tablet.js';
import { challengeTablet, issueTabletToken } from './prove-key.js';
import { readSelf } from './read-self.js';

/** What a tablet asks for itself. The first three have no credential yet: they are limited by address. */
@Controller('v1')
export class TabletsController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Post('tablets/enrol')
  @HttpCode(200)
  @Needs('public')
  @RouteConfig({ rateLimit: { max: 20, timeWindow: 60_000 } })
  enrol(@BodyOf(EnrolTabletRequest) body: z.infer<typeof EnrolTabletRequest>, @Ip() origin: string) {
    return enrolTablet(this.context, body, origin);
  }

  @Post('tablets/challenge')
  @HttpCode(200)
  @Needs('public')
  @RouteConfig({ rateLimit: { max: 240, timeWindow: 60_000 } })
  challenge(@BodyOf(TabletChallengeRequest) { tabletId }: z.infer<typeof TabletChallengeRequest>) {
    return challengeTablet(this.context, tabletId);
  }

  @Post('tablets/token')
  @HttpCode(200)
  @Needs('public')
  @RouteConfig({ rateLimit: { max: 240, timeWindow: 60_000 } })
  token(@BodyOf(TabletTokenRequest) body: z.infer<typeof TabletTokenRequest>, @Ip() origin: string) {
    return issueTabletToken(this.context, body, origin);
  }

  @Get('tablet/self')
  @Needs('tablet.self')
  self(@By() actor: Actor) {
    return readSelf(this.context, actor);
  }
}
