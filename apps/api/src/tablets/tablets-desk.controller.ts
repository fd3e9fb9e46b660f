import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { IssueTabletCodeRequest, RevokeTabletRequest, type TabletEntrance } from '#lis/contracts';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs, QueryOf } from '#lis/platform';
import type { z } from 'zod';
import { entranceOf } from './entrance.js';
import { issueTabletCode } from './issue-tablet-code.js';
import { listTablets } from './list-tablets.js';
import { revokeTablet } from './revoke-tablet.js';

/** What an administrator does about tablets, in the own realm. */
@Controller('v1/administration/tablets')
export class TabletsDeskController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Post('codes')
  @HttpCode(200)
  @Needs('tablet.administer')
  issue(
    @By() actor: Actor,
    @BodyOf(IssueTabletCodeRequest) { siteCode }: z.infer<typeof IssueTabletCodeRequest>,
  ) {
    return issueTabletCode(this.context, actor, siteCode);
  }

  @Get()
  @Needs('tablet.administer')
  list(
    @By() actor: Actor,
    @QueryOf(IssueTabletCodeRequest) { siteCode }: z.infer<typeof IssueTabletCodeRequest>,
  ) {
    return listTablets(this.context, actor, siteCode);
  }

  @Get('entrance')
  @Needs('tablet.administer')
  entrance(): z.infer<typeof TabletEntrance> {
    return { origin: entranceOf(this.context.configuration) };
  }

  @Post('revoke')
  @HttpCode(200)
  @Needs('tablet.administer')
  revoke(@By() actor: Actor, @BodyOf(RevokeTabletRequest) { tabletId }: z.infer<typeof RevokeTabletRequest>) {
    return revokeTablet(this.context, actor, tabletId);
  }
}
