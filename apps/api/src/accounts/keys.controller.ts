import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { IssueKeyRequest, RevokeKeyRequest } from '#lis/contracts';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs } from '#lis/platform';
import type { z } from 'zod';
import { issueKey, listKeys, revokeKey } from './keys.js';

/** Keys of integrators' programs, in the administrator's own realm. */
@Controller('v1/keys')
export class KeysController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get()
  @Needs('key.administer')
  async list(@By() actor: Actor) {
    return { keys: await listKeys(this.context.db, actor.realm) };
  }

  @Post()
  @HttpCode(200)
  @Needs('key.administer')
  issue(@By() actor: Actor, @BodyOf(IssueKeyRequest) body: IssueKeyRequest) {
    return issueKey(this.context, actor, body);
  }

  @Post('revoke')
  @HttpCode(200)
  @Needs('key.administer')
  async revoke(@By() actor: Actor, @BodyOf(RevokeKeyRequest) body: z.infer<typeof RevokeKeyRequest>) {
    await revokeKey(this.context, actor, body.keyId);
    return { revoked: true };
  }
}
