import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { CONTEXT, type Context, Needs, QueryOf, readCookie, writeCookie } from '#lis/platform';
import { z } from 'zod';
import { type SharedThrottle, sharedThrottle } from '../hardening/index.js';
import { refuseThrottled } from './audit-throttle.js';
import { type Reply, type Request, requireHttps, setSession, tellInPage } from './http.js';
import { finishOidc, logInSeconds, startOidc } from './oidc.js';

/** The way back comes from the provider's site: the cookie of a started log-in is sent with it, the session's is not. */
const started = { name: 'sweepwell-log-in', sameSite: 'lax' } as const;

/** Providers add parameters of their own; each comes once. The client judges them (RFC 6749 4.1.2, RFC 9207). */
const CallbackQuery = z.record(z.string().max(60), z.string().max(4096));

/** Logging in at the city's identity provider. */
@Controller('v1/oidc')
export class OidcController {
  private readonly throttle: SharedThrottle;

  constructor(@Inject(CONTEXT) private readonly context: Context) {
    this.throttle = sharedThrottle(context, { what: 'oidc', windowMs: 60_000, perWindow: 30 });
  }

  @Get('start')
  @Needs('public')
  start(@Req() request: Request, @Res() reply: Reply) {
    return this.begin(request, reply).catch((error: unknown) => tellInPage(request, reply, error));
  }

  @Get('callback')
  @Needs('public')
  callback(
    @Req() request: Request,
    @Res() reply: Reply,
    @QueryOf(CallbackQuery) given: z.infer<typeof CallbackQuery>,
  ) {
    return this.finish(request, reply, given).catch((error: unknown) => tellInPage(request, reply, error));
  }

  private async begin(request: Request, reply: Reply) {
    requireHttps(request, this.context);
    const { address, kept } = await startOidc(this.context);
    const cookie = writeCookie(request, this.context.configuration, kept, {
      ...started,
      maxAge: logInSeconds,
    });
    return reply.header('set-cookie', cookie).header('cache-control', 'no-store').redirect(address, 302);
  }

  private async finish(request: Request, reply: Reply, given: z.infer<typeof CallbackQuery>) {
    const { configuration } = this.context;
    requireHttps(request, this.context);
    const wait = await this.throttle.enter(request.ip);
    if (wait > 0) await refuseThrottled(this.context, this.throttle, request.ip, wait);
    const kept = readCookie(request, configuration, started.name);
    const query = new URLSearchParams(given).toString();
    const token = await finishOidc(this.context, request.ip, query, kept);
    await this.throttle.leave(request.ip);
    setSession(reply, request, this.context, token);
    reply.header('set-cookie', writeCookie(request, configuration, '', started));
    return reply.redirect('/', 302);
  }
}
