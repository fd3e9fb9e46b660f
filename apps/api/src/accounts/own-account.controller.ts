import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ChangePasswordRequest, RevokeSessionRequest } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs, readCookie } from '#lis/platform';
import type { z } from 'zod';
import { changePassword } from './change-password.js';
import { endSession } from './end-session.js';
import { type Reply, type Request, setSession } from './http.js';
import { openSessionsOf } from './sessions.queries.js';
import { whoAmI } from './who-am-i.js';

/** What everybody who is logged in does with the own account. */
@Controller('v1/me')
export class OwnAccountController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get()
  @Needs('unfinished-account')
  me(@Req() request: Request, @Res({ passthrough: true }) reply: Reply) {
    reply.header('cache-control', 'no-store');
    return whoAmI(this.context, readCookie(request, this.context.configuration) ?? '');
  }

  @Post('log-out')
  @HttpCode(200)
  @Needs('unfinished-account')
  async logOut(@By() actor: Actor, @Req() request: Request, @Res({ passthrough: true }) reply: Reply) {
    await endSession(this.context, actor, actor.id, actor.session?.id ?? '');
    setSession(reply, request, this.context, '');
    return { loggedOut: true };
  }

  @Post('password')
  @HttpCode(200)
  @Needs('unfinished-account')
  async password(
    @By() actor: Actor,
    @BodyOf(ChangePasswordRequest) body: z.infer<typeof ChangePasswordRequest>,
    @Req() request: Request,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const token = await changePassword(this.context, actor, body);
    setSession(reply, request, this.context, token);
    return whoAmI(this.context, token);
  }

  @Get('sessions')
  @Needs('any-account')
  async sessions(@By() actor: Actor) {
    return { sessions: await listSessions(this.context, actor.id, actor.session?.id) };
  }

  @Post('sessions/revoke')
  @HttpCode(200)
  @Needs('any-account')
  async revoke(
    @By() actor: Actor,
    @BodyOf(RevokeSessionRequest) { sessionId }: z.infer<typeof RevokeSessionRequest>,
  ) {
    await endSession(this.context, actor, actor.id, sessionId);
    return { revoked: true };
  }
}

/** Open sessions of an account for a page; `own`: the one that asks. */
export async function listSessions({ db, clock, configuration }: Context, accountId: number, own?: string) {
  const idleMs = configuration.sessionIdleMinutes * 60_000;
  const sessions = await openSessionsOf(db, accountId, clock.machine(), idleMs);
  return sessions.map(({ id, method, origin, openedAt, lastSeenAt, endsAt }) => ({
    ...{ sessionId: id, method, origin, own: id === own },
    ...{ openedAt: momentText(openedAt), lastSeenAt: momentText(lastSeenAt), endsAt: momentText(endsAt) },
  }));
}
