import { PoolSizeAdvice, type SetPoolAdviceLimitsRequest } from '#lis/contracts';
import { openCases } from '#lis/persistence';
import {
  actorOf,
  enterLaboratory,
  enterTubes,
  type Laboratory,
  standingClock,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { advisePoolSize } from './advise-pool-size.js';
import { setPools, useKit } from './pools.fixture.js';
import { scopeOfQuestion } from './scope-of-question.js';
import { setLimits } from './set-limits.js';

describe('advice on the swabs of a tube', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  const advise = async (role: 'official' | 'administrator' = 'official', sweepId = -1) => {
    const { context } = standingClock(database().context);
    const actor = actorOf(laboratory, role);
    return PoolSizeAdvice.parse(
      await advisePoolSize(context, actor, await scopeOfQuestion(context, actor, { sweepId })),
    );
  };
  const limit = (given: Partial<SetPoolAdviceLimitsRequest>) =>
    setLimits(database().context, actorOf(laboratory, 'administrator'), {
      sweepId: -1,
      missedPer100000: null,
      recallsPerDay: null,
      dilution: null,
      ...given,
    });
  const reset = async (positive: number, negative: number) => {
    const { owner } = database();
    await owner`delete from pool_tally`;
    await owner`delete from pool_day_tally`;
    await setPools(owner, laboratory, '2030-01-01', { positive, negative });
  };
  const refusalsOf = ({ options }: PoolSizeAdvice) =>
    Object.fromEntries(options.map(({ swabs, refusals }) => [swabs, refusals]));

  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    await useKit(owner, laboratory);
    await owner`insert into sweep_target values (-1, ${laboratory.residenceId}, 20000)`;
  });

  it('takes the cheapest that the kit was validated with, and says the policy beside it', async () => {
    await reset(30, 2970);
    const advice = await advise();
    expect(advice).toMatchObject({
      kind: 'advice',
      reason: null,
      best: 10,
      inForce: 10,
      // two days of a sweep
      peoplePerDay: 10_000,
      limits: { missedPer100000: null, recallsPerDay: null, dilution: null },
      warnings: [],
    });
    expect(refusalsOf(advice)).toEqual({ 1: [], 5: [], 10: [], 20: ['validated'] });
  });

  it('keeps the limits that were set, the latest ones, at the upper prevalence', async () => {
    await limit({ recallsPerDay: 120 });
    expect(refusalsOf(await advise())).toEqual({ 1: [], 5: [], 10: ['recall'], 20: ['recall', 'validated'] });
    expect((await advise()).best).toBe(5);
    await limit({ missedPer100000: 1, recallsPerDay: 120 });
    expect(await advise()).toMatchObject({ best: 1, limits: { missedPer100000: 1, recallsPerDay: 120 } });
    await limit({ missedPer100000: 1, recallsPerDay: 120 });
    await limit({});
    const [written] = await database().db`
      select count(*)::int as rows, (select count(*)::int from audit where action = 'pool-advice-limits-set') as audited
      from pool_advice_limits`;
    expect(written).toEqual({ rows: 3, audited: 3 });
    const elsewhere = { ...actorOf(laboratory, 'administrator'), id: 7 };
    await expect(
      setLimits(database().context, elsewhere, {
        sweepId: -1,
        missedPer100000: 1,
        recallsPerDay: 1,
        dilution: null,
      }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('goes by the latest day that says enough', async () => {
    const { owner } = database();
    await reset(3, 297);
    expect(await advise()).toMatchObject({ day: null, reason: 'too-few-pools' });
    // each of them says nothing, both together do
    await setPools(owner, laboratory, '2030-01-04', { positive: 3, negative: 297 });
    expect(await advise()).toMatchObject({ day: null, reason: null, pools: { positive: 6 } });
    await setPools(owner, laboratory, '2030-01-02', { positive: 40, negative: 960 });
    await setPools(owner, laboratory, '2030-01-03', { positive: 1, negative: 20 });
    expect(await advise()).toMatchObject({ day: '2030-01-02', pools: { pools: 1000, positive: 40 } });
  });

  it('warns when pooling collapses', async () => {
    await reset(350, 2650);
    expect(await advise()).toMatchObject({ warnings: ['pooling-collapsing'], best: 10 });
  });

  it('cannot say with few pools, with a test that nothing is known of, or to whom it is withheld', async () => {
    await reset(0, 0);
    expect(await advise()).toMatchObject({ kind: 'cannot-say', reason: 'no-pools', best: null, options: [] });
    await reset(1, 50);
    expect(await advise()).toMatchObject({ kind: 'cannot-say', reason: 'too-few-pools', warnings: [] });
    expect(await advise('administrator')).toMatchObject({ reason: 'withheld', pools: { positive: null } });
    // few, and all of them
    await reset(3, 0);
    expect(await advise()).toMatchObject({ reason: 'too-few-pools', warnings: ['pooling-collapsing'] });
    const bare = await enterLaboratory(database().owner, 'drill', 3);
    await setPools(database().owner, bare, '2030-01-01', { positive: 9, negative: 900 });
    expect(await advise('official', -3)).toMatchObject({ kind: 'cannot-say', reason: 'test-unknown' });
  });

  it('gives a site that stands out a size of its own', async () => {
    const { owner } = database();
    await owner`insert into site values (-200, 'hot', 'hot site', ${laboratory.residenceId})`;
    await reset(10, 4990);
    await setPools(owner, { sweepId: -1, siteId: -200 }, '2030-01-01', { positive: 60, negative: 40 });
    await limit({ recallsPerDay: 2000 });
    const { sites, best } = await advise();
    expect(best).toBe(10);
    expect(sites).toMatchObject([{ code: 'hot', standsOut: true, positive: 60, best: 1 }]);
    expect((await advise('administrator')).sites).toEqual([]);
    await limit({});
  });

  it('learns the sensitivity from the own single tests, once there are enough and the volumes are set', async () => {
    const { owner, context } = database();
    await reset(30, 2970);
    const dilution = { mixedMillilitres: 6, singleMillilitres: 3, ctDeviation: 0.6 };
    await limit({ dilution });
    const found = async (count: number, ct: number) => {
      const tubes = await enterTubes(owner, context, laboratory, count, {
        members: 1,
        purpose: 'recollection',
      });
      const [plate] = await owner<{ id: string }[]>`select id from plate where kit_id = 'stated-kit'`;
      const [run] = await owner<{ id: number }[]>`
        insert into run (sweep_id, plate_id, instrument_id, run_number, state, opened_at, judged_at)
        values (-1, ${plate!.id}, -1, ${`own-${ct}`}, 'accepted', '2030-01-01Z', '2030-01-01Z') returning id`;
      for (const [index, { tubeId, personIds }] of tubes.entries()) {
        const well = `W${index}`;
        await owner`
          insert into tube_result values (-1, ${tubeId}, 1, 'positive', ${run!.id}, ${well}, 'r', 'released', '{}',
            '2030-01-01Z', '2030-01-01Z', 'x')`;
        await owner`
          insert into reading (sweep_id, run_id, well, target, observed_at, ct, raw_value, status, message_id)
          select -1, ${run!.id}, ${well}, t, '2030-01-01Z', ${ct}, '', 'F', 1 from unnest('{ORF1ab,N}'::text[]) as t`;
        await owner.begin((tx) =>
          openCases(tx, [
            {
              sweepId: -1,
              tubeId,
              personId: personIds[0]!,
              kind: 'positive-person',
              openedAt: context.clock.now('drill'),
            },
          ]),
        );
      }
    };
    await found(29, 25);
    expect((await advise()).test).toMatchObject({ source: 'kit', sensitivity: 0.95, positives: 0 });
    // a cycle from the cut-off, which the pool's medium costs: pools see half of them
    await found(10, 37);
    const { test, best, pools } = await advise();
    expect(test).toMatchObject({ source: 'own-retests', positives: 39 });
    expect(test.sensitivity).toBeLessThan(0.85);
    expect(test.sensitivity).toBeGreaterThan(0.6);
    // more are missed than the kit says: there are more
    expect(pools.prevalence!.estimate).toBeGreaterThan(0.001);
    expect(best).toBe(10);
  });
});
