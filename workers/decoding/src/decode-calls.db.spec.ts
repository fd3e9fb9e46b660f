import { consumeOutbox } from '#lis/platform';
import { writeOutbox } from '#lis/persistence';
import { enterCalls, enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeCalls } from './decode-calls.js';
import { startDeciders } from './deciders.js';

describe('decoding calls', () => {
  const database = useDatabase();
  const deciders = startDeciders();
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
  });
  afterAll(() => deciders.stop());

  type Wells = { runId: number; well: string }[];
  const ask = async (...asked: Wells[]) => {
    const { db } = database();
    const rows = asked.map((wells) => ({
      sweepId: -1,
      payload: { runId: String(wells[0]?.runId), wells: wells.map(({ well }) => well) },
    }));
    await writeOutbox(db, 'calls', rows);
    const found = await db<{ id: number }[]>`select id from outbox where topic = 'calls' order by id`;
    return { outboxIds: found.map(({ id }) => String(id)) };
  };
  const work = (job: unknown) =>
    consumeOutbox(database().context, 'calls', job, (tx, rows) =>
      decodeCalls(database().context, deciders, tx, rows),
    );
  const results = async (tubeId: string) => {
    const rows = await database().db<{ told: string }[]>`
      select version || ' ' || outcome || ' ' || state as told from tube_result where tube_id = ${tubeId} order by version`;
    return rows.map(({ told }) => told);
  };
  const tubes = (count: number) =>
    enterTubes(database().owner, database().context, laboratory, count, { members: 2 });

  it('makes a result of each called well, and its row is done', async () => {
    const { db, owner } = database();
    const [one, two] = await tubes(2);
    const { wells } = await enterCalls(owner, laboratory, [
      { ...one!, call: 'negative' },
      { ...two!, call: 'positive' },
    ]);
    await work(await ask(wells));
    expect([await results(one!.tubeId), await results(two!.tubeId)]).toEqual([
      ['1 negative released'],
      ['1 positive held'],
    ]);
    expect(await db`select 1 from outbox where topic = 'calls'`).toHaveLength(0);
  });

  it('changes nothing when a call is told again, also at the same moment', async () => {
    const { db, owner } = database();
    const [one, two] = await tubes(2);
    const { wells } = await enterCalls(owner, laboratory, [
      { ...one!, call: 'negative' },
      { ...two!, call: 'invalid' },
    ]);
    const job = await ask(wells, wells);
    await Promise.all([work(job), work({ outboxIds: job.outboxIds.toReversed() })]);
    await work(await ask(wells));
    expect([await results(one!.tubeId), await results(two!.tubeId)]).toEqual([
      ['1 negative released'],
      ['1 invalid held'],
    ]);
    expect(await db`select 1 from outbox where topic = 'calls'`).toHaveLength(0);
    const audited =
      await db`select 1 from audit where subject in (${`tube:${one!.tubeId}`}, ${`tube:${two!.tubeId}`})`;
    expect(audited).toHaveLength(2);
  });

  it('loses no well of a tube that has two in one batch', async () => {
    const { owner } = database();
    const [tube] = await tubes(1);
    const first = await enterCalls(owner, laboratory, [{ ...tube!, call: 'negative' }]);
    const second = await enterCalls(owner, laboratory, [{ ...tube!, call: 'positive' }]);
    await work(await ask(first.wells, second.wells));
    const [one, two, ...more] = await results(tube!.tubeId);
    expect([one?.slice(0, 1), two?.slice(0, 1), more]).toEqual(['1', '2', []]);
    expect([one, two].map((told) => told?.split(' ')[1]).sort()).toEqual(['negative', 'positive']);
    expect(two).toContain('held');
  });

  it('passes over a control: a well without a tube', async () => {
    const { db, owner } = database();
    const { wells, runId } = await enterCalls(owner, laboratory, []);
    await owner`
      insert into well_call values (-1, ${runId}, 'A12', null, 'negative', '{}', 'kit@1', '2030-01-01T06:00Z')`;
    await work(await ask([...wells, { runId, well: 'A12' }]));
    expect(await db`select 1 from tube_result where run_id = ${runId}`).toHaveLength(0);
  });
});
