import type { SitePrevalenceAnswer, SitePrevalenceQuery } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { groupRows } from './group-rows.js';
import { readLimits } from './limits.queries.js';
import { findSite, poolsOfSite } from './pool-counts.queries.js';
import { poolsLine } from './pool-lines.js';
import { testOfSweep } from './pool-test.js';
import { scopeOfQuestion } from './scope-of-question.js';

/**
 * The prevalence of one site of the official's part of the city, day by day: whether one that stands out still rises (R5,
 * R11, R15).
 * @throws Rejection 404 `sweep-unknown` `site-unknown`
 */
export async function readSitePrevalence(
  context: Pick<Context, 'db' | 'clock'>,
  actor: Actor,
  { sweepId, code }: SitePrevalenceQuery,
): Promise<SitePrevalenceAnswer> {
  const { db, clock } = context;
  const { sweep, topId } = await scopeOfQuestion(context, actor, { sweepId });
  const site = await findSite(db, sweep.id, code, topId);
  if (!site) throw new Rejection(404, 'site-unknown');
  const counts = await poolsOfSite(db, sweep.id, site.id);
  const test = await testOfSweep(db, sweep.id, (await readLimits(db, sweep.id)).dilution);
  return {
    asOf: momentText(clock.now(sweep.realm)),
    site: { code: site.code, name: site.name },
    test: test.source,
    total: poolsLine(counts, test.testOf, actor.role),
    days: [...groupRows(counts, ({ day }) => day)].map(([day, own]) => ({
      day,
      ...poolsLine(own, test.testOf, actor.role),
    })),
  };
}
