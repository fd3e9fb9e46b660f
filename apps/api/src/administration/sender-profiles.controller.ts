import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { AssignProfileRequest, EnterProfileRequest } from '#lis/contracts';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs } from '#lis/platform';
import type { z } from 'zod';
import { assignProfile, enterProfile, listProfiles } from './sender-profiles.js';

@Controller('v1/administration/profiles')
export class SenderProfilesController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get()
  @Needs('profile.administer')
  list(@By() actor: Actor) {
    return listProfiles(this.context.db, actor);
  }

  @Post()
  @HttpCode(200)
  @Needs('profile.administer')
  enter(
    @By() actor: Actor,
    @BodyOf(EnterProfileRequest) { definition }: z.infer<typeof EnterProfileRequest>,
  ) {
    return enterProfile(this.context, actor, definition);
  }

  @Post('assign')
  @HttpCode(200)
  @Needs('profile.administer')
  assign(@By() actor: Actor, @BodyOf(AssignProfileRequest) body: AssignProfileRequest) {
    return assignProfile(this.context, actor, body);
  }
}
