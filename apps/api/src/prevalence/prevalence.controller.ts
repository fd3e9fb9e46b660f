import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import {
  LaboratoriesQuery,
  PoolAdviceQuery,
  PrevalenceQuery,
  SetPoolAdviceLimitsRequest,
  SitePrevalenceQuery,
} from '#lis/contracts';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs, QueryOf } from '#lis/platform';
import { rememberAnswers } from '../coverage/index.js';
import { advisePoolSize } from './advise-pool-size.js';
import { compareLaboratories, ownOf } from './compare-laboratories.js';
import { lastSetting } from './limits.queries.js';
import { readPrevalence } from './read-prevalence.js';
import { readSitePrevalence } from './read-site-prevalence.js';
import { requireHealthRole, scopeOfQuestion } from './scope-of-question.js';
import { setLimits } from './set-limits.js';

// An estimate moves slowly, and to compare 20,000 sites of six days takes a second.
const keptMs = { day: 5000, site: 30_000 } as const;

/** What officials decide by; each of the own jurisdiction. Small counts are the health role's alone (R6). */
@Controller('v1')
export class PrevalenceController {
  private readonly remembered: ReturnType<typeof rememberAnswers>;

  constructor(@Inject(CONTEXT) private readonly context: Context) {
    this.remembered = rememberAnswers(context.clock);
  }

  @Get('prevalence')
  @Needs('prevalence.read')
  async prevalence(@By() actor: Actor, @QueryOf(PrevalenceQuery) query: PrevalenceQuery) {
    if (query.by === 'site') requireHealthRole(actor);
    const scope = await scopeOfQuestion(this.context, actor, query);
    const role = actor.role === 'official' ? 'health' : 'other';
    return this.remembered(
      `prevalence ${query.sweepId} ${query.by} ${scope.topId} ${role} ${scope.parent?.code ?? ''}`,
      () => readPrevalence(this.context, actor, scope, query.by),
      keptMs[query.by],
    );
  }

  @Get('prevalence/site')
  @Needs('prevalence.read-site')
  site(@By() actor: Actor, @QueryOf(SitePrevalenceQuery) query: SitePrevalenceQuery) {
    return this.remembered(
      `site ${query.sweepId} ${actor.realm} ${actor.jurisdictionId} ${query.code}`,
      () => readSitePrevalence(this.context, actor, query),
      keptMs.day,
    );
  }

  @Get('prevalence/laboratories')
  @Needs('prevalence.read-laboratories')
  async laboratories(@By() actor: Actor, @QueryOf(LaboratoriesQuery) query: LaboratoriesQuery) {
    const scope = await scopeOfQuestion(this.context, actor, query);
    const role = actor.role === 'official' ? 'health' : 'other';
    const all = await this.remembered(
      `laboratories ${query.sweepId} ${scope.topId} ${role} ${scope.parent?.code ?? ''}`,
      () => compareLaboratories(this.context, actor, scope),
      keptMs.site,
    );
    return ownOf(all, actor);
  }

  @Get('pool-size-advice')
  @Needs('pool-advice.read')
  async advice(@By() actor: Actor, @QueryOf(PoolAdviceQuery) query: PoolAdviceQuery) {
    const scope = await scopeOfQuestion(this.context, actor, query);
    const role = actor.role === 'official' ? 'health' : 'other';
    // limits that were just set are held at once
    const setting = await lastSetting(this.context.db, scope.sweep.id);
    return this.remembered(
      `advice ${query.sweepId} ${scope.topId} ${role} ${setting?.id ?? 0}`,
      () => advisePoolSize(this.context, actor, scope),
      keptMs.site,
    );
  }

  @Post('administration/pool-advice-limits')
  @HttpCode(200)
  @Needs('pool-advice.limit')
  limits(@By() actor: Actor, @BodyOf(SetPoolAdviceLimitsRequest) body: SetPoolAdviceLimitsRequest) {
    return setLimits(this.context, actor, body);
  }
}
