import type { PrevalenceQuery } from '#lis/contracts';
import { PrevalenceAnswer } from '#lis/contracts';
import { prevalenceOfEqualPools } from '#lis/domain';
import type { Actor } from '#lis/platform';
import { actorOf, enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { setPools, stated, useKit } from './pools.fixture.js';
import { readPrevalence } from './read-prevalence.js';
import { scopeOfQuestion } from './scope-of-question.js';

// city PC → districts PN (with site -1) and PS (with sites -100 and -101)
describe('prevalence', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let real: Laboratory;
  const place = { north: 0, south: 0 };
  const ask = async (actor: Actor, query: Partial<PrevalenceQuery> = {}) => {
    const { context } = database();
    const { by = 'day', parent, sweepId = laboratory.sweepId } = query;
    const scope = await scopeOfQuestion(context, actor, { sweepId, parent });
    return PrevalenceAnswer.parse(await readPrevalence(context, actor, scope, by));
  };
  const official = (given: Partial<Actor> = {}) => actorOf(laboratory, 'official', given);

  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    real = await enterLaboratory(owner, 'real');
    const enter = async (code: string, level: string, parent: number | null) => {
      const [row] = await owner<{ id: number }[]>`
        insert into jurisdiction (code, name, level, parent_id, population)
        values (${code}, ${`name of ${code}`}, ${level}, ${parent}, 100) returning id`;
      return row?.id ?? 0;
    };
    const city = await enter('PC', 'city', null);
    place.north = await enter('PN', 'district', city);
    place.south = await enter('PS', 'district', city);
    const street = await enter('PN1', 'street', place.north);
    await owner`update site set jurisdiction_id = ${street} where id = -1`;
    await owner`insert into site values (-100, 'PS-A', 'south hall', ${place.south}), (-101, 'PS-B', 'south gate', ${place.south})`;
    await useKit(owner, laboratory);
    await setPools(owner, laboratory, '2030-01-01', {
      positive: 6,
      negative: 594,
      inconclusive: 2,
      invalid: 5,
    });
    await setPools(owner, laboratory, '2030-01-02', { positive: 5, negative: 595 });
    await setPools(owner, { sweepId: -1, siteId: -100 }, '2030-01-01', { positive: 40, negative: 260 });
    await setPools(owner, { sweepId: -1, siteId: -100 }, '2030-01-01', { negative: 3 }, 7);
    await setPools(owner, { sweepId: -1, siteId: -101 }, '2030-01-02', { positive: 1, negative: 29 });
    await setPools(owner, real, '2030-01-01', { positive: 9, negative: 1 });
  });

  it('is estimated from decided pools alone, by day and in all, with an interval', async () => {
    const { total, days, test, sites } = await ask(official());
    expect(
      days.map(({ day, pools, positive, inconclusive, invalid }) => [
        day,
        pools,
        positive,
        inconclusive,
        invalid,
      ]),
    ).toEqual([
      ['2030-01-01', 903, 46, 2, 5],
      ['2030-01-02', 630, 6, 0, 0],
    ]);
    expect(total).toMatchObject({ pools: 1533, people: 15_321, positive: 52, tooFew: false });
    const second = days[1]!.prevalence!;
    const closed = prevalenceOfEqualPools({ size: 10, pools: 630, positive: 6, test: stated });
    expect(second.estimate).toBeCloseTo(closed, 12);
    expect([second.low < closed, second.high > closed]).toEqual([true, true]);
    expect(sites).toEqual([]);
    expect(test).toMatchObject({
      source: 'kit',
      kit: { id: 'stated-kit', version: 1 },
      sensitivity: 0.95,
      otherKits: 0,
    });
  });

  it('by site names the one that stands out first', async () => {
    const { sites, sitesInAll, days } = await ask(official(), { by: 'site' });
    expect(sites.map(({ code, positive, standsOut }) => [code, positive, standsOut])).toEqual([
      ['PS-A', 40, true],
      ['site-drill-1', 11, false],
      ['PS-B', 1, false],
    ]);
    expect([sitesInAll, days]).toEqual([3, []]);
    // one of thirty: nobody can say how many that is
    expect(sites[2]).toMatchObject({ tooFew: true, pools: 30 });
  });

  it('is of the subtree that is asked for, within the own', async () => {
    expect((await ask(official(), { parent: 'PN' })).total).toMatchObject({ pools: 1200, positive: 11 });
    expect(await ask(official(), { parent: 'PS' })).toMatchObject({
      total: { pools: 333, positive: 41 },
      parent: { code: 'PS', name: 'name of PS' },
    });
    const southern = official({ jurisdictionId: place.south });
    expect((await ask(southern)).total).toMatchObject({ pools: 333, positive: 41 });
    expect((await ask(southern, { by: 'site' })).sites.map(({ code }) => code)).toEqual(['PS-A', 'PS-B']);
    for (const parent of ['PN', 'PC', 'nowhere'])
      await expect(ask(southern, { parent })).rejects.toMatchObject({
        status: 404,
        code: 'jurisdiction-unknown',
      });
  });

  it('keeps small counts, sums that tell them, parts and sites for the health role', async () => {
    const { owner } = database();
    const auditor = actorOf(laboratory, 'auditor');
    expect((await ask(auditor)).total).toMatchObject({ positive: 52, inconclusive: null });
    await expect(ask(auditor, { by: 'site' })).rejects.toMatchObject({
      status: 403,
      code: 'health-role-only',
    });
    await expect(ask(auditor, { parent: 'PS' })).rejects.toMatchObject({ status: 403 });
    await setPools(owner, { sweepId: -1, siteId: -101 }, '2030-01-03', { positive: 4, negative: 900 });
    const { total, days } = await ask(auditor);
    expect(days[2]).toMatchObject({ pools: 904, positive: null, prevalence: null, tooFew: null });
    expect(total).toMatchObject({ positive: null, prevalence: null, tooFew: null });
    expect(days[0]).toMatchObject({ positive: 46 });
    expect((await ask(official())).total).toMatchObject({ positive: 56 });
    await owner`delete from pool_tally where day = '2030-01-03'`;
    await owner`delete from pool_day_tally where day = '2030-01-03'`;
  });

  it('knows no sweep of the other realm (law 11)', async () => {
    expect((await ask(actorOf(real, 'official'), { sweepId: 1 })).total).toMatchObject({
      pools: 10,
      positive: 9,
    });
    await expect(ask(official(), { sweepId: 1 })).rejects.toMatchObject({
      status: 404,
      code: 'sweep-unknown',
    });
  });

  it('says that nothing is known, and of which test, where it is so', async () => {
    const { owner } = database();
    const bare = await enterLaboratory(owner, 'drill', 2);
    const empty = await ask(official(), { sweepId: -2 });
    expect(empty).toMatchObject({
      total: { pools: 0, positive: 0, prevalence: null, tooFew: null },
      days: [],
      test: { source: 'none', kit: null },
    });
    await useKit(owner, bare, null, 'silent-kit');
    await setPools(owner, bare, '2030-01-01', { positive: 10, negative: 990 });
    const apparent = await ask(official(), { sweepId: -2 });
    expect(apparent.test).toMatchObject({ source: 'none', kit: { id: 'silent-kit' }, sensitivity: 1 });
    expect(apparent.total.prevalence?.estimate).toBeCloseTo(1 - 0.99 ** 0.1, 12);
  });
});
