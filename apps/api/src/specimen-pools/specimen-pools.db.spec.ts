import { builtInDesign, designHash, LabRuleViolation } from '#lis/domain';
import { EnterSpecimenBatchRequest } from '#lis/contracts';
import { Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { correctReadings } from './correct-readings.js';
import { enterBatch } from './enter-batch.js';
import { listBatches } from './list-batches.js';
import { readCalls } from './read-calls.js';

type Given = Record<string, unknown>;
const allNegative = {
  pools: Array.from({ length: 9 }, () => ({ outcome: 'negative' })),
  measuredAt: '2030-01-01T05:00:00Z',
};
const settings = { tests: { sensitivity: 0.95, specificity: 0.99 }, priors: 0.01 };

describe('batches of specimen pools', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let other: Laboratory;
  let drawn = 0;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
    other = await enterLaboratory(database().owner, 'drill', 2);
    await enterLaboratory(database().owner, 'real', 1);
    await database().owner`select setval('drill_id', -100)`;
  });
  const technician = () => actorOf(laboratory, 'technician');
  const tubes = async (count: number, given: object = {}) =>
    (await enterTubes(database().owner, database().context, laboratory, count, { members: 1, ...given })).map(
      ({ code }) => code,
    );
  const request = (specimens: string[], given: Given = {}) =>
    EnterSpecimenBatchRequest.parse({
      name: `B-${++drawn}`,
      sweepId: -1,
      design: { id: 'hypercube-3^3' },
      specimens,
      settings,
      readings: allNegative,
      ...given,
    });
  const enter = (batch: EnterSpecimenBatchRequest, actor = technician()) =>
    enterBatch(database().context, actor, batch);
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'served',
      (error: unknown) =>
        error instanceof Rejection
          ? `${error.status} ${error.code}`
          : error instanceof LabRuleViolation
            ? error.code
            : error,
    );
  const count = async (table: string) =>
    (await database().owner.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`))[0]?.n;

  it('keeps everything that a decode needs, in one transaction with its job', async () => {
    const { db } = database();
    const specimens = await tubes(20);
    const batch = request(specimens);
    const answer = await enter(batch);
    expect(answer).toMatchObject({ outcome: 'entered' });
    expect(answer.batchId).toBeLessThan(-100);
    const [kept] =
      await db`select settings, design_id, specimens from specimen_batch where id = ${answer.batchId}`;
    // what was not given stands there as it was
    expect(kept).toMatchObject({
      design_id: 'hypercube-3^3/20',
      specimens: 20,
      settings: { ...settings, method: 'auto', missesPer100000: 1, workLimit: 4_000_000, budgetMs: 250 },
    });
    const places =
      await db`select code from batch_specimen where batch_id = ${answer.batchId} order by place`;
    expect(places.map(({ code }) => String(code))).toEqual(specimens);
    expect(await db`select payload from outbox where topic = 'specimen-batch'`).toEqual([
      { payload: { batchId: answer.batchId, version: 1 } },
    ]);
    expect(await readCalls(db, technician(), { name: batch.name })).toMatchObject({
      version: 1,
      decode: null,
      calls: [],
    });
  });

  it('gives a repeat the first answer, also at the same moment; other content is refused and told once', async () => {
    const batch = request(await tubes(27));
    const twice = await Promise.all([enter(batch), enter(batch)]);
    expect(twice.map(({ outcome }) => outcome).sort()).toEqual(['entered', 'replayed']);
    expect(new Set(twice.map(({ batchId }) => batchId)).size).toBe(1);
    const pools = [{ outcome: 'positive' as const }, ...batch.readings.pools.slice(1)];
    const differing = { ...batch, readings: { ...batch.readings, pools } };
    const before = await count('batch_readings');
    for (let n = 0; n < 2; n++) expect(await refusal(enter(differing))).toBe('409 batch-differs');
    const other2 = { ...batch, settings: { ...batch.settings, priors: 0.02 } };
    expect(await refusal(enter(other2))).toBe('409 batch-differs');
    expect(await count('batch_readings')).toBe(before);
    expect(await database().db`select 1 from attention where code = 'batch-differs'`).toHaveLength(2);
  });

  it('takes single received tubes of its own laboratory and sweep, each in one batch', async () => {
    const [free, taken] = await tubes(2);
    await enter(request([taken!]));
    const [pool] = await tubes(1, { members: 10 });
    const [sealed] = await tubes(1, { state: 'sealed' });
    const [away] = (await enterTubes(database().owner, database().context, other, 1, { members: 1 })).map(
      ({ code }) => code,
    );
    const before = await count('specimen_batch');
    const refused = enter(request([free!, taken!, pool!, sealed!, away!, 'NOWHERE']));
    const details = await refused.catch((error: unknown) => (error as Rejection).details['specimens']);
    expect(
      Object.fromEntries((details as { code: string; state: string }[]).map((one) => [one.code, one.state])),
    ).toEqual({
      [taken!]: 'in-another-batch',
      [pool!]: 'pool',
      [sealed!]: 'sealed',
      [away!]: 'another-sweep',
      NOWHERE: 'unknown',
    });
    expect(await refusal(enter(request([free!, free!])))).toBe('pooling-specimen-twice');
    expect(await count('specimen_batch')).toBe(before);
    const both = await Promise.all([refusal(enter(request([free!]))), refusal(enter(request([free!])))]);
    expect(both.sort()).toEqual(['409 specimens-not-free', 'served']);
  });

  it('refuses what no decoder can do, another plan, another realm, and a stranger', async () => {
    const [free] = await tubes(1);
    const cases: [Given, string][] = [
      [{ design: { id: 'rs-1x1' } }, '404 design-unknown'],
      [{ design: { id: 'hypercube-3^3', hash: 'a'.repeat(64) } }, '409 design-differs'],
      [{ readings: { ...allNegative, pools: allNegative.pools.slice(1) } }, '400 readings-do-not-fit'],
      [{ readings: { ...allNegative, master: 'negative' } }, '400 readings-do-not-fit'],
      [{ settings: { ...settings, priors: [0.1, 0.1] } }, '400 readings-do-not-fit'],
      [
        { settings: { ...settings, tests: { sensitivity: 0.5, specificity: 0.4 } } },
        '400 readings-do-not-fit',
      ],
      [{ readings: { ...allNegative, instrumentSerial: 'serial-drill-2' } }, '404 instrument-unknown'],
      [{ sweepId: 1 }, '404 sweep-unknown'],
      [{ sweepId: -9 }, '404 sweep-unknown'],
    ];
    for (const [given, code] of cases) expect(await refusal(enter(request([free!], given)))).toBe(code);
    const many = request(Array.from({ length: 28 }, (_, n) => `X${n}`));
    expect(await refusal(enter(many))).toBe('409 design-too-small');
    const nowhere = actorOf(laboratory, 'technician', { laboratoryId: null });
    expect(await refusal(enter(request([free!]), nowhere))).toBe('403 credential-without-laboratory');
    const hash = designHash(builtInDesign('hypercube-3^3'));
    expect(await refusal(enter(request([free!], { design: { id: 'dorfman-10', hash } })))).toBe(
      '409 design-differs',
    );
  });

  it('corrected readings are a further version, once; other ones under its number are refused', async () => {
    const { context, db } = database();
    const batch = request(await tubes(27));
    const { batchId } = await enter(batch);
    const pools = [{ outcome: 'erased' as const }, ...batch.readings.pools.slice(1)];
    const correct = (version: number, given: object = {}, actor = technician()) =>
      correctReadings(context, actor, {
        name: batch.name,
        version,
        reason: 'measured-again',
        readings: { ...batch.readings, pools, ...given },
      });
    expect(await refusal(correct(3))).toBe('409 version-not-next');
    const [one, two] = await Promise.all([correct(2), correct(2)]);
    expect([one, two].map(({ outcome }) => outcome).sort()).toEqual(['entered', 'replayed']);
    expect(await refusal(correct(2, { controlFailed: true }))).toBe('409 batch-differs');
    expect(await refusal(correct(3, { pools: [] }))).toBe('400 readings-do-not-fit');
    expect(await refusal(correct(3, {}, actorOf(other, 'technician')))).toBe('404 batch-unknown');
    expect(
      await db`select version, reason from batch_readings where batch_id = ${batchId} order by 1`,
    ).toEqual([
      { version: 1, reason: null },
      { version: 2, reason: 'measured-again' },
    ]);
    expect(await db`select 1 from outbox where payload ->> 'batchId' = ${String(batchId)}`).toHaveLength(2);
  });

  it('shows batches and calls to their own laboratory alone, the latest first, a page at a time', async () => {
    const { db } = database();
    const batch = request(await tubes(1));
    await enter(batch);
    const all = await listBatches(db, technician(), { limit: 200 });
    expect(all.batches.length).toBe(await count('specimen_batch'));
    expect(all.next).toBeNull();
    const paged: string[] = [];
    let before: number | undefined;
    do {
      const page = await listBatches(db, technician(), { limit: 2, ...(before && { before }) });
      paged.push(...page.batches.map(({ name }) => name));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(paged).toEqual(all.batches.map(({ name }) => name));
    const stranger = actorOf(other, 'technician');
    expect(await listBatches(db, stranger, { limit: 9 })).toEqual({ batches: [], next: null });
    expect(await refusal(readCalls(db, stranger, { name: batch.name }))).toBe('404 batch-unknown');
    expect(await refusal(readCalls(db, technician(), { name: batch.name, version: 2 }))).toBe(
      '404 batch-unknown',
    );
  });

  it('only grows: the application role changes and removes nothing of it, in no partition either', async () => {
    const { db } = database();
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
    for (const table of [
      'pool_design',
      'specimen_batch',
      'batch_readings',
      'batch_specimen',
      'batch_decode',
      'specimen_call',
    ])
      expect(await code(db.unsafe(`delete from ${table}`))).toBe('42501');
    for (const table of ['batch_specimen', 'batch_decode', 'specimen_call']) {
      expect(await code(db.unsafe(`delete from ${table}_drill_1`))).toBe('42501');
      expect(await code(db.unsafe(`update ${table}_drill_1 set batch_id = -5`))).toBe('42501');
    }
  });
});
