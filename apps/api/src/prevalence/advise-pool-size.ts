import type { PoolAdviceLimits, PoolsLine, PoolSizeAdvice } from '#lis/contracts';
import { groupRows } from './group-rows.js';
import {
  adviseSwabPoolSize,
  latestTelling,
  momentText,
  type Prevalence,
  SWAB_POOLS_COLLAPSE_ABOVE,
} from '#lis/domain';
import type { Actor, Context } from '#lis/platform';
import { lastSetting, planOf, readLimits } from './limits.queries.js';
import { nameOfActor } from './name-of-actor.queries.js';
import { poolsByDay } from './pool-counts.queries.js';
import { poolsLine, withoutTelling } from './pool-lines.js';
import { type KnownTest, testOfSweep } from './pool-test.js';
import type { Scope } from './scope-of-question.js';
import { standingSites } from './standing-sites.js';

/**
 * How many swabs should go into a tube of the sweep, by the prevalence of the asker's part of the city on the latest day
 * that says enough (else on all days); or why nobody can say. A limit that was not set is none. Sites that stand out get advice of their own.
 */
export async function advisePoolSize(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  actor: Pick<Actor, 'role'>,
  { sweep, topId }: Scope,
): Promise<PoolSizeAdvice> {
  const now = clock.now(sweep.realm);
  const setting = await lastSetting(db, sweep.id);
  const limits = await readLimits(db, sweep.id);
  const test = await testOfSweep(db, sweep.id, limits.dilution);
  const counts = await poolsByDay(db, sweep.id, topId);
  const plan = await planOf(db, sweep.id, now);
  const days = [...groupRows(counts, ({ day }) => day)].map(([day, own]) => ({
    day,
    ...poolsLine(own, test.testOf, actor.role),
  }));
  const latest = latestTelling(days);
  const pools = latest ?? withoutTelling(poolsLine(counts, test.testOf, actor.role), days);
  const advise = (prevalence: Prevalence) => adviceFor(prevalence, test, limits, plan.peoplePerDay);
  const { sites } =
    actor.role === 'official' ? await standingSites(db, { sweep, topId }, counts, test) : { sites: [] };
  const reason = reasonNotToSay(pools, test);
  const advice = reason === null && pools.prevalence ? advise(pools.prevalence) : null;
  return {
    asOf: momentText(now),
    kind: advice ? 'advice' : 'cannot-say',
    reason,
    day: latest?.day ?? null,
    pools,
    test: test.source,
    limits,
    limitsSet: setting && { by: await nameOfActor(db, setting.by), at: momentText(setting.at) },
    ...plan,
    best: advice?.best.swabs ?? null,
    options: advice?.options.map((option) => ({ ...option, refusals: [...option.refusals] })) ?? [],
    warnings: advice ? [...advice.warnings] : warningsInAnyCase(pools),
    sites: sites
      .filter(({ standsOut }) => standsOut)
      .map((site) => ({
        ...site,
        best: test.stated && site.prevalence && !site.tooFew ? advise(site.prevalence).best.swabs : null,
      })),
  };
}

function reasonNotToSay(pools: PoolsLine, test: KnownTest): PoolSizeAdvice['reason'] {
  if (pools.pools === 0) return 'no-pools';
  if (pools.prevalence === null) return 'withheld';
  if (!test.stated) return 'test-unknown';
  return pools.tooFew ? 'too-few-pools' : null;
}

/** Too few to say how many, and yet more than pooling bears. */
const warningsInAnyCase = ({ prevalence }: PoolsLine): PoolSizeAdvice['warnings'] =>
  prevalence && prevalence.low > SWAB_POOLS_COLLAPSE_ABOVE ? ['pooling-collapsing'] : [];

function adviceFor(
  prevalence: Prevalence,
  { testOf, single, stated }: KnownTest,
  { missedPer100000, recallsPerDay }: PoolAdviceLimits,
  peoplePerDay: number | null,
) {
  return adviseSwabPoolSize({
    prevalence,
    testOf,
    single,
    missedLimit: missedPer100000 ?? Infinity,
    recallLimit: recallsPerDay === null || peoplePerDay === null ? Infinity : recallsPerDay / peoplePerDay,
    swabsValidated: stated?.swabsValidated ?? 1,
  });
}
