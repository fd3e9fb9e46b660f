import { foldPoolCounts } from '#lis/persistence';
import { enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { correct, decide, release } from './decide.fixture.js';

describe('counts of pools', () => {
  const database = useDatabase();
  let drill: Laboratory;
  let real: Laboratory;
  beforeAll(async () => {
    drill = await enterLaboratory(database().owner);
    real = await enterLaboratory(database().owner, 'real');
  });
  const tubes = (laboratory: Laboratory, count: number, given: Parameters<typeof enterTubes>[4] = {}) =>
    enterTubes(database().owner, database().context, laboratory, count, given);
  /** positive, negative, inconclusive, invalid by day and size; folded first */
  const counts = async (sweepId: number, of: 'pool_tally' | 'pool_day_tally' = 'pool_tally') => {
    const { db } = database();
    while ((await foldPoolCounts(db, 2)) > 0);
    const rows = await db<Record<string, number>[]>`
      select day::text || ' ' || size as pools, positive, negative, inconclusive, invalid from ${db(of)}
      where sweep_id = ${sweepId} order by day, size`;
    return Object.fromEntries(
      rows.map(({ pools, positive, negative, inconclusive, invalid }) => [
        pools,
        [positive, negative, inconclusive, invalid],
      ]),
    );
  };

  it('count each screening tube by its civil day, size and outcome, whether it was released or waits', async () => {
    const { owner } = database();
    const [one, two, three, four] = await tubes(drill, 4);
    const [small] = await tubes(drill, 1, { members: 7 });
    const [night] = await tubes(drill, 1);
    // past midnight in Shanghai
    await owner`update tube set sealed_at = '2030-01-01T16:30Z' where id = ${night!.tubeId}`;
    // a tablet that lives in another year, as registration noted
    await owner`
      update tube set sealed_at = '2011-01-01Z', flags = '{clock-implausible}' where id = ${one!.tubeId}`;
    await decide(database(), drill, [
      { ...one!, call: 'negative' },
      { ...two!, call: 'positive' },
      { ...three!, call: 'inconclusive' },
      { ...four!, call: 'invalid' },
      { ...small!, call: 'negative' },
      { ...night!, call: 'negative' },
    ]);
    const expected = {
      '2030-01-01 7': [0, 1, 0, 0],
      '2030-01-01 10': [1, 1, 1, 1],
      '2030-01-02 10': [0, 1, 0, 0],
    };
    expect(await counts(-1)).toEqual(expected);
    expect(await counts(-1, 'pool_day_tally')).toEqual(expected);
    // a release changes nothing of what was decided
    await release(database(), drill, [two!]);
    expect(await counts(-1)).toEqual(expected);
  });

  it('move with a correction, forth and back', async () => {
    const before = await counts(-1);
    const [tube] = await tubes(drill, 1);
    await decide(database(), drill, [{ ...tube!, call: 'negative' }]);
    await correct(database(), drill, tube!.tubeId, 1, 'positive');
    expect((await counts(-1))['2030-01-01 10']).toEqual([2, 1, 1, 1]);
    await correct(database(), drill, tube!.tubeId, 2, 'invalid', 'staff:-99');
    expect((await counts(-1))['2030-01-01 10']).toEqual([1, 1, 1, 2]);
    expect(await correct(database(), drill, tube!.tubeId, 2, 'positive', 'staff:-98')).toMatchObject({
      kind: 'refused',
    });
    await correct(database(), drill, tube!.tubeId, 3, 'negative', 'staff:-98');
    expect((await counts(-1))['2030-01-01 10']).toEqual([1, 2, 1, 1]);
    expect((await counts(-1))['2030-01-01 7']).toEqual(before['2030-01-01 7']);
  });

  it('count a tube once however many wells it stood in', async () => {
    const [tube] = await tubes(drill, 1, { members: 5 });
    await decide(database(), drill, [{ ...tube!, call: 'invalid' }]);
    expect((await counts(-1))['2030-01-01 5']).toEqual([0, 0, 0, 1]);
    await decide(database(), drill, [{ ...tube!, call: 'negative' }]);
    expect((await counts(-1))['2030-01-01 5']).toEqual([0, 1, 0, 0]);
  });

  it('know nothing of retests, nor of tubes without people', async () => {
    const before = await counts(-1);
    const [cause] = await tubes(drill, 1, { members: 3 });
    const retests = await tubes(drill, 2, {
      members: 1,
      purpose: 'recollection',
      causeTubeId: cause!.tubeId,
    });
    const [empty] = await tubes(drill, 1, { members: 3 });
    await database().owner`update tube set member_count = 0 where id = ${empty!.tubeId}`;
    await decide(database(), drill, [
      ...retests.map((tube) => ({ ...tube, call: 'positive' as const })),
      { ...empty!, call: 'negative' },
    ]);
    expect(await counts(-1)).toEqual(before);
  });

  it('are those of the laboratory and kit that measured the latest version', async () => {
    const { owner, db } = database();
    const elsewhere = { ...drill, laboratoryId: -70, instrumentId: -70 };
    await owner`insert into laboratory values (-70, 'lab-elsewhere', 'laboratory')`;
    await owner`
      insert into instrument (id, laboratory_id, serial, sending_application, sending_facility)
      values (-70, -70, 's-70', 'a-70', 'f-70')`;
    const of = async (from: 'pool_laboratory_tally' | 'pool_laboratory_day_tally') => {
      while ((await foldPoolCounts(db, 2)) > 0);
      const rows = await db<{ measured: string; counts: string }[]>`
        select laboratory_id || ' ' || kit_id || '@' || kit_version as measured,
          positive || ' ' || negative || ' ' || inconclusive || ' ' || invalid as counts
        from ${db(from)} where sweep_id = -1 and size = 4 order by 1`;
      return rows.map(({ measured, counts: counted }) => `${measured}: ${counted}`);
    };
    const [one, two] = await tubes(drill, 2, { members: 4 });
    await decide(database(), drill, [
      { ...one!, call: 'invalid' },
      { ...two!, call: 'negative' },
    ]);
    expect(await of('pool_laboratory_tally')).toEqual(['-1 test-kit@1: 0 1 0 1']);
    await decide(database(), elsewhere, [{ ...one!, call: 'positive' }]);
    const moved = ['-1 test-kit@1: 0 1 0 0', '-70 test-kit@1: 1 0 0 0'];
    expect(await of('pool_laboratory_tally')).toEqual(moved);
    expect(await of('pool_laboratory_day_tally')).toEqual(moved);
    await release(database(), elsewhere, [{ ...one!, version: 2 }]);
    expect(await correct(database(), elsewhere, one!.tubeId, 2, 'negative', 'staff:-97')).toMatchObject({
      kind: 'corrected',
    });
    expect(await of('pool_laboratory_tally')).toEqual([moved[0], '-70 test-kit@1: 0 1 0 0']);
    expect((await counts(-1))['2030-01-01 4']).toEqual([0, 2, 0, 0]);
  });

  it('keep the realms apart (law 11)', async () => {
    const [tube] = await tubes(real, 1);
    const before = await counts(-1);
    await decide(database(), real, [{ ...tube!, call: 'positive' }]);
    expect(await counts(1)).toEqual({ '2030-01-01 10': [1, 0, 0, 0] });
    expect(await counts(-1)).toEqual(before);
    const [mixed] = await database()
      .owner`insert into pool_tally values (1, -1, '2030-01-01', 1, 0, 0, 0, 0) returning 1`.catch(() => []);
    expect(mixed).toBeUndefined();
    const [foreign] = await database().owner`
      insert into pool_laboratory_day_tally values (1, -1, 'test-kit', 1, '2030-01-01', 1, 0, 0, 0, 0)
      returning 1`.catch(() => []);
    expect(foreign).toBeUndefined();
  });
});
