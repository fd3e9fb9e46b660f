import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { LogInRequest } from '#lis/contracts';
import { CONTEXT, type Context, Needs, readContract, Rejection } from '#lis/platform';
import { addressThrottle } from './address-throttle.js';
import { type Reply, type Request, requireHttps, setSession } from './http.js';
import { logIn } from './log-in.js';
import { whoAmI } from './who-am-i.js';

@Controller('v1/log-in')
export class LogInController {
  private readonly throttle = addressThrottle();

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  /** The address is judged before the body is read closely: the cheapest answer to a flood. */
  @Post()
  @HttpCode(200)
  @Needs('public')
  async logIn(@Req() request: Request, @Body() body: unknown, @Res({ passthrough: true }) reply: Reply) {
    requireHttps(request, this.context);
    const wait = this.throttle.enter(request.ip, this.context.clock.machine());
    if (wait > 0) throw new Rejection(429, 'log-in-too-often', {}, wait);
    const given = readContract(LogInRequest, body);
    try {
      const token = await logIn(this.context, request.ip, given);
      this.throttle.leave(request.ip);
      setSession(reply, request, this.context, token);
      return await whoAmI(this.context, token);
    } catch (error) {
      // an attempt that nobody looked at is none
      if (error instanceof Rejection && error.status === 429) this.throttle.leave(request.ip);
      throw error;
    }
  }
}
