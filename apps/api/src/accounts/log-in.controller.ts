import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { LogInRequest, type LogInWays } from '#lis/contracts';
import { CONTEXT, type Context, Needs, readContract } from '#lis/platform';
import type { z } from 'zod';
import { type SharedThrottle, sharedThrottle } from '../hardening/index.js';
import { refuseThrottled } from './audit-throttle.js';
import { type Reply, type Request, requireHttps, setSession } from './http.js';
import { logIn } from './log-in.js';
import { whoAmI } from './who-am-i.js';

/** Failed ones of an address: it bounds guessing over many names; an account's own lock bounds guessing at one. */
const logInAttempts = { what: 'log-in', windowMs: 60_000, perWindow: 30 };

@Controller('v1/log-in')
export class LogInController {
  private readonly throttle: SharedThrottle;

  constructor(@Inject(CONTEXT) private readonly context: Context) {
    this.throttle = sharedThrottle(context, logInAttempts);
  }

  /** What the page of the log-in offers. */
  @Get()
  @Needs('public')
  ways(): z.infer<typeof LogInWays> {
    return { oidc: this.context.configuration.oidc !== undefined };
  }

  /** Who is known to be over is judged before the body is read closely: the cheapest answer to a flood. */
  @Post()
  @HttpCode(200)
  @Needs('public')
  async logIn(@Req() request: Request, @Body() body: unknown, @Res({ passthrough: true }) reply: Reply) {
    requireHttps(request, this.context);
    const wait = this.throttle.waits(request.ip);
    if (wait > 0) await refuseThrottled(this.context, this.throttle, request.ip, wait);
    const given = readContract(LogInRequest, body);
    const token = await logIn(this.context, this.throttle, request.ip, given);
    setSession(reply, request, this.context, token);
    return whoAmI(this.context, token);
  }
}
