import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { CONTEXT, type Context, Needs, readCookie, Rejection, writeCookie } from '#lis/platform';
import { addressThrottle } from './address-throttle.js';
import { auditThrottle } from './audit-throttle.js';
import { type Reply, type Request, requireHttps, setSession, tellInPage } from './http.js';
import { finishOidc, logInSeconds, startOidc } from './oidc.js';

/** The way back comes from the provider's site: the cookie of a started log-in is sent with it, the session's is not. */
const started = { name: 'sweepwell-log-in', sameSite: 'lax' } as const;

/** Logging in at the city's identity provider. */
@Controller('v1/oidc')
export class OidcController {
  private readonly throttle = addressThrottle();

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get('start')
  @Needs('public')
  start(@Req() request: Request, @Res() reply: Reply) {
    return this.begin(request, reply).catch((error: unknown) => tellInPage(request, reply, error));
  }

  @Get('callback')
  @Needs('public')
  callback(@Req() request: Request, @Res() reply: Reply) {
    return this.finish(request, reply).catch((error: unknown) => tellInPage(request, reply, error));
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

  private async finish(request: Request, reply: Reply) {
    const { configuration, clock } = this.context;
    requireHttps(request, this.context);
    const wait = this.throttle.enter(request.ip, clock.machine());
    if (wait > 0 && this.throttle.tells(request.ip)) await auditThrottle(this.context, request.ip);
    if (wait > 0) throw new Rejection(429, 'log-in-too-often', {}, wait);
    const kept = readCookie(request, configuration, started.name);
    const query = request.url.split('?')[1] ?? '';
    const token = await finishOidc(this.context, request.ip, query, kept);
    this.throttle.leave(request.ip);
    setSession(reply, request, this.context, token);
    reply.header('set-cookie', writeCookie(request, configuration, '', started));
    return reply.redirect('/', 302);
  }
}
