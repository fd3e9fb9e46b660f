import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ConfirmKitRequest, CreateKitRequest } from '#lis/contracts';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs } from '#lis/platform';
import type { z } from 'zod';
import { confirmKit, listKits, listProposals, proposeKit } from './enter-kit.js';

@Controller('v1/administration/kits')
export class KitsController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Post()
  @HttpCode(200)
  @Needs('kit.administer')
  propose(@By() actor: Actor, @BodyOf(CreateKitRequest) { definition }: z.infer<typeof CreateKitRequest>) {
    return proposeKit(this.context, actor, definition);
  }

  @Get()
  @Needs('kit.administer')
  confirmed(@By() actor: Actor) {
    return listKits(this.context.db, actor);
  }

  @Get('proposals')
  @Needs('kit.confirm')
  proposals(@By() actor: Actor) {
    return listProposals(this.context.db, actor);
  }

  @Post('confirm')
  @HttpCode(200)
  @Needs('kit.confirm')
  confirm(@By() actor: Actor, @BodyOf(ConfirmKitRequest) body: z.infer<typeof ConfirmKitRequest>) {
    return confirmKit(this.context, actor, body);
  }
}
