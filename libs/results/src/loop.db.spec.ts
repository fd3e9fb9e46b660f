import {
  type BuiltTube,
  enterLaboratory,
  enterTubes,
  type GivenCall,
  type Laboratory,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { correct, decide, release } from './decide.fixture.js';

describe('from an abnormal pool to a single result of everybody', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
  });
  const enter = async (given: Parameters<typeof enterTubes>[4] = {}) => {
    const [made] = await enterTubes(database().owner, database().context, laboratory, 1, given);
    return made!;
  };
  /** a pool of three, called and released */
  const abnormalPool = async (personIds?: number[]) => {
    const pool = await enter(personIds ? { personIds } : { members: 3 });
    await decide(database(), laboratory, [{ ...pool, call: 'positive' }]);
    await release(database(), laboratory, [pool]);
    return pool;
  };
  /** the single tube of one member, called and released */
  const retest = async (pool: BuiltTube, ordinal: number, call: GivenCall['call']) => {
    const personId = pool.personIds[ordinal - 1]!;
    const single = await enter({ purpose: 'recollection', causeTubeId: pool.tubeId, personIds: [personId] });
    await database().owner`
      update recollection set single_tube_id = ${single.tubeId}
      where tube_id = ${pool.tubeId} and ordinal = ${ordinal} and single_tube_id is null`;
    await decide(database(), laboratory, [{ ...single, call }]);
    const [answer] = await release(database(), laboratory, [single]);
    expect(answer?.outcome).toBe('released');
    return single;
  };
  const onHold = async ({ personIds }: BuiltTube) => {
    const rows = await database().db<{ id: number }[]>`
      select person_id as id from person_hold where person_id = any(${personIds}) and closed_at is null`;
    return personIds.map((id) => rows.some((row) => row.id === id));
  };
  const orders = async ({ tubeId }: BuiltTube) => {
    const rows = await database().db<{ open: boolean; resulted: boolean }[]>`
      select single_tube_id is null as open, resulted_at is not null as resulted
      from recollection where tube_id = ${tubeId} order by ordinal`;
    return rows.map(({ open, resulted }) => (resulted ? 'resulted' : open ? 'open' : 'sampled'));
  };

  it('orders everybody again when another than the technician releases it', async () => {
    const pool = await enter({ members: 3 });
    await decide(database(), laboratory, [{ ...pool, call: 'inconclusive' }]);
    expect(await release(database(), laboratory, [pool], laboratory.technicianId)).toEqual([
      { tubeId: pool.tubeId, outcome: 'refused', code: 'verifier-ran-it' },
    ]);
    expect(await release(database(), laboratory, [pool], 77)).toMatchObject([{ code: 'verifier-ran-it' }]);
    expect(await orders(pool)).toEqual([]);
    const twice = await Promise.all([1, 2].map(() => release(database(), laboratory, [pool])));
    expect(
      twice
        .flat()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['already-released', 'released']);
    expect(await orders(pool)).toEqual(['open', 'open', 'open']);
    expect(await release(database(), laboratory, [{ tubeId: pool.tubeId, version: 9 }])).toMatchObject([
      { code: 'result-unknown' },
    ]);
  });

  it('frees who is negative, opens the case of who is positive, asks again for who is unclear', async () => {
    const { db } = database();
    const pool = await abnormalPool();
    await retest(pool, 1, 'negative');
    const single = await retest(pool, 2, 'positive');
    await retest(pool, 3, 'invalid');
    expect(await onHold(pool)).toEqual([false, true, true]);
    expect(await orders(pool)).toEqual(['resulted', 'resulted', 'open']);
    const cases = await db`select person_id as person from case_file where tube_id = ${single.tubeId}`;
    expect(cases).toEqual([{ person: pool.personIds[1] }]);
    const done = () => db`
      select step from case_step s join case_file f on f.id = s.case_id
      where f.tube_id = ${pool.tubeId} and done_at is not null and step like '%retest%'`;
    expect(await done()).toHaveLength(0);
    await retest(pool, 3, 'negative');
    expect(await orders(pool)).toEqual(['resulted', 'resulted', 'resulted']);
    expect(await onHold(pool)).toEqual([false, true, false]);
    expect(await done()).toHaveLength(2);
  });

  it('keeps a person held who is in another abnormal tube that nobody has looked at yet', async () => {
    const first = await enter({ members: 3 });
    await decide(database(), laboratory, [{ ...first, call: 'positive' }]);
    const second = await abnormalPool(first.personIds);
    await retest(second, 1, 'negative');
    expect(await onHold(first)).toEqual([true, true, true]);
    await release(database(), laboratory, [first]);
    await retest(first, 1, 'negative');
    expect(await onHold(first)).toEqual([false, true, true]);
  });

  it('refuses a negative over an open hold, except the single one that the hold waits for', async () => {
    const pool = await abnormalPool();
    const other = await enter({ personIds: pool.personIds });
    await decide(database(), laboratory, [{ ...other, call: 'negative' }]);
    expect(await release(database(), laboratory, [other])).toMatchObject([
      { outcome: 'refused', code: 'member-on-hold' },
    ]);
    await retest(pool, 1, 'negative');
    expect(await onHold(pool)).toEqual([false, true, true]);
  });

  it('takes a re-collection of several people for the pool it is', async () => {
    const { db } = database();
    const pool = await abnormalPool();
    const mixed = await enter({
      purpose: 'recollection',
      causeTubeId: pool.tubeId,
      personIds: pool.personIds.slice(0, 2),
    });
    await decide(database(), laboratory, [{ ...mixed, call: 'positive' }]);
    await release(database(), laboratory, [mixed]);
    expect(await db`select kind from case_file where tube_id = ${mixed.tubeId}`).toEqual([
      { kind: 'abnormal-tube' },
    ]);
    expect(await orders(mixed)).toEqual(['open', 'open']);
  });

  it('corrects by adding a version, by another person, and keeps the original', async () => {
    const { db } = database();
    const pool = await enter({ members: 3 });
    await decide(database(), laboratory, [{ ...pool, call: 'negative' }]);
    expect(await correct(database(), laboratory, pool.tubeId, 1, 'positive', 'system:decoding', -88)).toEqual(
      {
        kind: 'refused',
        code: 'verifier-released-it',
      },
    );
    expect(await correct(database(), laboratory, pool.tubeId, 2, 'positive')).toMatchObject({
      code: 'result-unknown',
    });
    expect(await correct(database(), laboratory, pool.tubeId, 1, 'positive')).toEqual({
      kind: 'corrected',
      version: 2,
    });
    expect(await correct(database(), laboratory, pool.tubeId, 1, 'invalid')).toMatchObject({
      code: 'not-the-latest',
    });
    const versions = await db`
      select version, outcome, state, reasons from tube_result where tube_id = ${pool.tubeId} order by 1`;
    expect(versions).toEqual([
      { version: 1, outcome: 'negative', state: 'superseded', reasons: [] },
      { version: 2, outcome: 'positive', state: 'released', reasons: ['corrected'] },
    ]);
    expect(await onHold(pool)).toEqual([true, true, true]);
    expect(await orders(pool)).toEqual(['open', 'open', 'open']);
    const asked =
      await db`select payload from outbox where payload::text like ${`%${pool.tubeId}%`} order by id`;
    expect(asked.map(({ payload }) => payload.results)).toEqual([
      [{ tubeId: pool.tubeId, version: 1 }],
      [{ tubeId: pool.tubeId, version: 2 }],
    ]);
  });

  it('lets nobody who ran a tube’s plate release or correct its results, an earlier plate’s included', async () => {
    const { owner } = database();
    const second = laboratory.technicianId - 1;
    await owner`
      insert into actor (id, kind, role, name, laboratory_id)
      values (${second}, 'staff', 'technician', 'second', ${laboratory.laboratoryId})`;
    const pool = await enter({ members: 3 });
    await decide(database(), laboratory, [{ ...pool, call: 'negative' }]);
    const byFirst = `staff:${laboratory.technicianId}`;
    const ranIt = { kind: 'refused', code: 'verifier-ran-it' };
    expect(await correct(database(), laboratory, pool.tubeId, 1, 'positive', byFirst)).toEqual(ranIt);
    // of the other realm, nobody at all
    expect(await correct(database(), laboratory, pool.tubeId, 1, 'positive', 'staff:88')).toEqual(ranIt);
    await decide(database(), { ...laboratory, technicianId: second }, [{ ...pool, call: 'positive' }]);
    for (const tester of [laboratory.technicianId, second])
      expect(await release(database(), laboratory, [{ ...pool, version: 2 }], tester)).toMatchObject([
        { outcome: 'refused', code: 'verifier-ran-it' },
      ]);
    expect(await release(database(), laboratory, [{ ...pool, version: 2 }])).toMatchObject([
      { outcome: 'released' },
    ]);
    for (const tester of [laboratory.technicianId, second])
      expect(await correct(database(), laboratory, pool.tubeId, 2, 'negative', `staff:${tester}`)).toEqual(
        ranIt,
      );
    // who released version 2
    expect(await correct(database(), laboratory, pool.tubeId, 2, 'negative', 'staff:-77')).toMatchObject({
      code: 'verifier-released-it',
    });
    expect(await correct(database(), laboratory, pool.tubeId, 2, 'negative')).toMatchObject({ version: 3 });
  });

  it('frees whom nothing else holds when a pool turns negative, and withdraws their orders', async () => {
    const pool = await abnormalPool();
    const single = await retest(pool, 2, 'positive');
    const another = await enter({ personIds: [pool.personIds[2]!] });
    await decide(database(), laboratory, [{ ...another, call: 'invalid' }]);
    await correct(database(), laboratory, pool.tubeId, 1, 'negative');
    expect(await onHold(pool)).toEqual([false, true, true]);
    expect(await orders(pool)).toEqual(['resulted']);
    await correct(database(), laboratory, single.tubeId, 1, 'negative');
    expect(await onHold(pool)).toEqual([false, false, true]);
  });

  it('asks again for a person whose negative retest turns out invalid', async () => {
    const pool = await abnormalPool();
    const single = await retest(pool, 1, 'negative');
    expect(await onHold(pool)).toEqual([false, true, true]);
    await correct(database(), laboratory, single.tubeId, 1, 'invalid');
    expect(await onHold(pool)).toEqual([true, true, true]);
    expect(await orders(pool)).toEqual(['open', 'open', 'open']);
    await retest(pool, 1, 'negative');
    expect(await onHold(pool)).toEqual([false, true, true]);
  });
});
