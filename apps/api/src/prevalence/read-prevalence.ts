import type { PrevalenceAnswer, PrevalenceQuery } from '#lis/contracts';
import { groupRows } from './group-rows.js';
import { momentText } from '#lis/domain';
import type { Actor, Context } from '#lis/platform';
import { readLimits } from './limits.queries.js';
import { poolsByDay } from './pool-counts.queries.js';
import { poolsLine, withoutTelling } from './pool-lines.js';
import { testOfSweep } from './pool-test.js';
import { requireHealthRole, type Scope } from './scope-of-question.js';
import { standingSites } from './standing-sites.js';

/**
 * The prevalence among the people of screening pools with a result (held ones too: negative ones leave first, and an
 * estimate of those alone would be too low), in all and by civil day or by site. Inconclusive and invalid pools count
 * for nobody.
 * @throws Rejection 403 `health-role-only`
 */
export async function readPrevalence(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  actor: Pick<Actor, 'role'>,
  { sweep, topId, parent }: Scope,
  by: PrevalenceQuery['by'],
): Promise<PrevalenceAnswer> {
  if (by === 'site') requireHealthRole(actor);
  const counts = await poolsByDay(db, sweep.id, topId);
  const test = await testOfSweep(db, sweep.id, (await readLimits(db, sweep.id)).dilution);
  const bySite =
    by === 'site' ? await standingSites(db, { sweep, topId }, counts, test) : { sites: [], sitesInAll: null };
  const days = [...groupRows(counts, ({ day }) => day)].map(([day, own]) => ({
    day,
    ...poolsLine(own, test.testOf, actor.role),
  }));
  return {
    asOf: momentText(clock.now(sweep.realm)),
    parent,
    test: test.source,
    total: withoutTelling(poolsLine(counts, test.testOf, actor.role), days),
    days: by === 'day' ? days : [],
    ...bySite,
  };
}
