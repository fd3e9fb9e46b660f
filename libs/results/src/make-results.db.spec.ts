import { enterLaboratory, enterTubes, type GivenCall, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { decide, release } from './decide.fixture.js';

describe('making results', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
  });
  const tube = async (given: Parameters<typeof enterTubes>[4] = {}) => {
    const [made] = await enterTubes(database().owner, database().context, laboratory, 1, given);
    return made!;
  };
  const resultOf = async (tubeId: string) => {
    const rows = await database().db<
      { state: string; outcome: string; reasons: string[]; by: string | null }[]
    >`
      select state, outcome, reasons, released_by as by from tube_result where tube_id = ${tubeId} order by version`;
    return rows.map((row) => ({ ...row }));
  };
  const openHolds = async (tubeId: string) =>
    (
      await database().db`
      select h.person_id from person_hold h join member m on m.person_id = h.person_id
      where m.tube_id = ${tubeId} and h.closed_at is null`
    ).length;

  it('releases a plain negative pool by the rule', async () => {
    const pool = await tube();
    await decide(database(), laboratory, [{ ...pool, call: 'negative' }]);
    expect(await resultOf(pool.tubeId)).toEqual([
      { state: 'released', outcome: 'negative', reasons: [], by: 'system:decoding' },
    ]);
    const [stored] = await database().db`select state from tube where id = ${pool.tubeId}`;
    expect(stored).toEqual({ state: 'released' });
    const asked = await database().db`select payload from outbox where topic = 'report'`;
    expect(asked).toEqual([{ payload: { results: [{ tubeId: pool.tubeId, version: 1 }] } }]);
  });

  type Odd = [reason: string, given: Partial<GivenCall>, change: string | null];
  const odd: Odd[] = [
    ['not-negative', { call: 'positive' }, null],
    ['not-negative', { call: 'inconclusive' }, null],
    ['not-negative', { call: 'invalid' }, null],
    ['call-has-reasons', { reasons: ['weak'] }, null],
    ['well-disagrees', { disagrees: true }, null],
    ['switched-off', {}, 'update sweep set auto_release = false where id = -1'],
    ['tube-state', {}, `update tube set state = 'void' where id = '%'`],
    ['tube-conflict', {}, `update tube set held = true where id = '%'`],
    ['tube-conflict', {}, `update tube set outcome = 'conflict' where id = '%'`],
    ['over-cap', {}, `update tube set member_count = 13 where id = '%'`],
    ['no-members', {}, `update tube set member_count = 0 where id = '%'`],
    ['category-not-allowed', {}, `update sweep set auto_release_excluded = '{general}' where id = -1`],
    [
      'member-on-hold',
      {},
      `insert into person_hold (person_id, sweep_id, tube_id, reason, opened_at)
       select person_id, -1, gen_random_uuid(), 'positive', '2030-01-01Z' from member where tube_id = '%' limit 1`,
    ],
  ];
  it.each(odd)('holds what is %s (%j, %s)', async (reason, given, change) => {
    const { owner } = database();
    const pool = await tube();
    if (change) await owner.unsafe(change.replace('%', pool.tubeId));
    await decide(database(), laboratory, [{ ...pool, call: 'negative', ...given }]);
    await owner`update sweep set auto_release = true, auto_release_excluded = '{}' where id = -1`;
    const [result] = await resultOf(pool.tubeId);
    expect(result).toMatchObject({ state: 'held', by: null });
    expect(result?.reasons).toEqual([reason]);
  });

  it.each(['waiting', 'rejected'])(
    'holds what comes of a run that is %s, and lets nobody release it',
    async (state) => {
      const pool = await tube();
      await decide(database(), laboratory, [{ ...pool, call: 'negative' }], state);
      expect((await resultOf(pool.tubeId))[0]).toMatchObject({
        state: 'held',
        reasons: ['run-not-accepted'],
      });
      expect(await release(database(), laboratory, [pool])).toMatchObject([
        { outcome: 'refused', code: 'run-not-accepted' },
      ]);
    },
  );

  it.each(['positive', 'inconclusive', 'invalid'] as const)(
    'holds every member of a pool that is %s at once, and opens its case',
    async (call) => {
      const { db } = database();
      const pool = await tube();
      await decide(database(), laboratory, [{ ...pool, call }]);
      expect(await openHolds(pool.tubeId)).toBe(10);
      const cases = await db`
        select kind, (select done_by from case_step s where s.case_id = f.id and step = 'members-frozen') as frozen
        from case_file f where tube_id = ${pool.tubeId}`;
      expect(cases).toEqual([{ kind: 'abnormal-tube', frozen: 'system:decoding' }]);
      expect(await db`select 1 from recollection where tube_id = ${pool.tubeId}`).toHaveLength(0);
    },
  );

  it('opens one hold for a person who is in two abnormal pools, also of one batch', async () => {
    const { db } = database();
    const one = await tube();
    const two = await tube({ personIds: one.personIds });
    await decide(database(), laboratory, [
      { ...one, call: 'positive' },
      { ...two, call: 'invalid' },
    ]);
    const holds = await db`
      select person_id, count(*)::int as n from person_hold where person_id = any(${one.personIds}) group by 1`;
    expect(holds).toHaveLength(10);
    expect(holds.every(({ n }) => n === 1)).toBe(true);
  });

  it('holds a second well of a tube as a rerun: a person compares the two', async () => {
    const pool = await tube();
    await decide(database(), laboratory, [{ ...pool, call: 'negative' }]);
    await decide(database(), laboratory, [{ ...pool, call: 'positive' }]);
    expect(await resultOf(pool.tubeId)).toMatchObject([
      { state: 'released', outcome: 'negative' },
      { state: 'held', outcome: 'positive' },
    ]);
    expect((await resultOf(pool.tubeId))[1]?.reasons).toContain('rerun');
    expect(await openHolds(pool.tubeId)).toBe(10);
  });

  it('never lets a negative rerun of an abnormal pool pass by itself, nor over the holds', async () => {
    const pool = await tube();
    await decide(database(), laboratory, [{ ...pool, call: 'positive' }]);
    await decide(database(), laboratory, [{ ...pool, call: 'negative' }]);
    const [, rerun] = await resultOf(pool.tubeId);
    expect(rerun).toMatchObject({
      state: 'held',
      reasons: ['earlier-abnormal-call', 'member-on-hold', 'rerun'],
    });
    expect(await release(database(), laboratory, [{ ...pool, version: 2 }])).toMatchObject([
      { code: 'member-on-hold' },
    ]);
  });

  it('counts a tube once at each stage, also when its rerun is released in its place', async () => {
    const { db } = database();
    await db`delete from tally_delta`;
    const [plain, held] = [await tube(), await tube()];
    await decide(database(), laboratory, [
      { ...plain, call: 'negative' },
      { ...held, call: 'positive' },
    ]);
    await decide(database(), laboratory, [{ ...held, call: 'positive' }]);
    expect(await release(database(), laboratory, [{ ...held, version: 2 }])).toMatchObject([
      { outcome: 'released' },
    ]);
    const tallies = await db<{ metric: string; n: number }[]>`
      select metric, sum(n)::bigint as n from tally_delta where metric not like '%people' group by 1 order by 1`;
    expect(tallies.map(({ metric, n }) => `${metric} ${n}`)).toEqual(['held 0', 'released 2', 'resulted 2']);
  });
});
