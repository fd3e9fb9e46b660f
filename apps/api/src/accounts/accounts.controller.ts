import { createAccount } from '#lis/accounts';
import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import {
  AccountQuery,
  AccountRequest,
  type Accounts,
  ChangeRoleRequest,
  CreateAccountRequest,
  LinkAccountRequest,
  RevokeAccountSessionRequest,
} from '#lis/contracts';
import { momentText } from '#lis/domain';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs, QueryOf } from '#lis/platform';
import type { z } from 'zod';
import { listAccounts } from './accounts.queries.js';
import { changeRole } from './change-role.js';
import { disableAccount, enableAccount, linkAccount, resetPassword } from './change-account.js';
import { endSession } from './end-session.js';
import { listSessions } from './own-account.controller.js';

/** What an administrator does with the accounts of the own realm. */
@Controller('v1/accounts')
export class AccountsController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get()
  @Needs('account.administer')
  async list(@By() actor: Actor): Promise<z.infer<typeof Accounts>> {
    const accounts = await listAccounts(this.context.db, actor.realm);
    return {
      accounts: accounts.map(({ lockedUntil, lastLogInAt, ...account }) => ({
        ...account,
        lastLogInAt: lastLogInAt === null ? null : momentText(lastLogInAt),
        locked: (lockedUntil ?? 0) > this.context.clock.machine(),
      })),
    };
  }

  @Post()
  @HttpCode(200)
  @Needs('account.administer')
  create(@By() actor: Actor, @BodyOf(CreateAccountRequest) body: CreateAccountRequest) {
    return createAccount(this.context, actor, body);
  }

  @Post('disable')
  @HttpCode(200)
  @Needs('account.administer')
  async disable(@By() actor: Actor, @BodyOf(AccountRequest) body: z.infer<typeof AccountRequest>) {
    await disableAccount(this.context, actor, body.accountId);
    return { disabled: true };
  }

  @Post('enable')
  @HttpCode(200)
  @Needs('account.administer')
  async enable(@By() actor: Actor, @BodyOf(AccountRequest) body: z.infer<typeof AccountRequest>) {
    await enableAccount(this.context, actor, body.accountId);
    return { enabled: true };
  }

  @Post('role')
  @HttpCode(200)
  @Needs('account.administer')
  async role(@By() actor: Actor, @BodyOf(ChangeRoleRequest) body: ChangeRoleRequest) {
    await changeRole(this.context, actor, body);
    return { changed: true };
  }

  @Post('reset-password')
  @HttpCode(200)
  @Needs('account.administer')
  reset(@By() actor: Actor, @BodyOf(AccountRequest) body: z.infer<typeof AccountRequest>) {
    return resetPassword(this.context, actor, body.accountId);
  }

  @Post('link')
  @HttpCode(200)
  @Needs('account.administer')
  async link(@By() actor: Actor, @BodyOf(LinkAccountRequest) body: z.infer<typeof LinkAccountRequest>) {
    await linkAccount(this.context, actor, body);
    return { linked: true };
  }

  @Get('sessions')
  @Needs('account-session.revoke')
  async sessions(@By() actor: Actor, @QueryOf(AccountQuery) { accountId }: z.infer<typeof AccountQuery>) {
    const own = Math.sign(accountId) === Math.sign(actor.id);
    return { sessions: own ? await listSessions(this.context, accountId, actor.session?.id) : [] };
  }

  @Post('sessions/revoke')
  @HttpCode(200)
  @Needs('account-session.revoke')
  async revoke(
    @By() actor: Actor,
    @BodyOf(RevokeAccountSessionRequest) body: z.infer<typeof RevokeAccountSessionRequest>,
  ) {
    await endSession(this.context, actor, body.accountId, body.sessionId);
    return { revoked: true };
  }
}
