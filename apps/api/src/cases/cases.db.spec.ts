import { type NewCase, openCases } from '#lis/persistence';
import { type Actor, Rejection } from '#lis/platform';
import { enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { completeStep } from './complete-step.js';
import { confirmReport } from './confirm-report.js';
import { listCases } from './list-cases.js';
import { listRecollections } from './list-recollections.js';

const hour = 3_600_000;
const actor = (role: Actor['role'], siteId: number | null = null): Actor => ({
  id: -9,
  realm: 'drill',
  kind: 'staff',
  role,
  siteId,
  laboratoryId: null,
  jurisdictionId: null,
  revoked: false,
  name: `staff:-9`,
  origin: '::1',
});
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'served',
    (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
  );

describe('the closed loop over HTTP', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let pool: { tubeId: string; code: string; personIds: number[] };
  let single: typeof pool;
  let ids: number[];
  let now: number;
  let lines: NewCase[];
  beforeAll(async () => {
    const { db, owner, context } = database();
    laboratory = await enterLaboratory(owner);
    now = context.clock.now('drill');
    [pool, single] = (await enterTubes(owner, context, laboratory, 2)) as [typeof pool, typeof pool];
    lines = [
      {
        sweepId: -1,
        kind: 'abnormal-tube',
        tubeId: pool.tubeId,
        personId: null,
        openedAt: now - 3 * hour,
      },
      {
        sweepId: -1,
        kind: 'positive-person',
        tubeId: single.tubeId,
        personId: single.personIds[0] ?? null,
        openedAt: now - hour,
      },
    ];
    ids = (await openCases(db, lines)).map(({ id }) => id);
  });

  it('opens a case once, whoever asks and however often, with an id of the realm', async () => {
    const { db, owner, context } = database();
    const tubes = await enterTubes(owner, context, laboratory, 20);
    const more = tubes.map(({ tubeId }) => ({ ...lines[0]!, tubeId, openedAt: now }));
    const opened = await Promise.all(
      [more, more.toReversed()].map((asked) => db.begin((tx) => openCases(tx, asked))),
    );
    expect(opened[1]!.map(({ id }) => id).toReversed()).toEqual(opened[0]!.map(({ id }) => id));
    expect(opened.flat().filter((line) => line.opened)).toHaveLength(20);
    expect(opened.flat().every(({ id }) => id < 0)).toBe(true);
    expect(await openCases(db, lines)).toEqual(ids.map((id) => ({ id, opened: false })));
    await owner`delete from case_step where case_id = any(${opened[0]!.map(({ id }) => id)}::int[])`;
    await owner`delete from case_file where id = any(${opened[0]!.map(({ id }) => id)}::int[])`;
  });

  it('lists open cases, the oldest open step first', async () => {
    const { context } = database();
    const listed = await listCases(context, actor('official'), { sweepId: -1, limit: 200 });
    expect(listed).toMatchObject({ open: 2, overdue: 1 });
    expect(listed.cases.map(({ id, tubeCode, overdue }) => ({ id, tubeCode, overdue }))).toEqual([
      { id: ids[0], tubeCode: pool.code, overdue: true },
      { id: ids[1], tubeCode: single.code, overdue: false },
    ]);
    expect(listed.cases[1]?.oldestOpenStep).toMatchObject({ step: 'reported', owner: 'health-official' });
    expect(await refusal(listCases(context, actor('official'), { sweepId: 1, limit: 1 }))).toBe(
      '403 realm-mixed',
    );
  });

  it('ends a step once, starts the next clock, and refuses what is not open or not known', async () => {
    const { db, context } = database();
    const by = actor('official');
    const complete = (caseId: number, step: string) =>
      completeStep(context, by, { caseId, step, proof: 'seen' });
    const outcomes = await Promise.all([1, 2, 3].map(() => complete(ids[1]!, 'investigated')));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already-done', 'already-done', 'done']);
    const [next] = await db`
      select (due_at - started_at)::text as limit from case_step where case_id = ${ids[1]!} and step = 'contacts-isolated'`;
    expect(next).toEqual({ limit: '1 day' });
    expect(await db`select count(*)::int as n from audit where action = 'case-step-done'`).toEqual([
      { n: 1 },
    ]);
    expect(await refusal(complete(ids[1]!, 'classified'))).toBe('409 case-step-not-open');
    expect(await refusal(complete(ids[1]!, 'reported'))).toBe('409 step-proved-elsewhere');
    expect(await refusal(complete(ids[1]!, 'unheard-of'))).toBe('404 step-unknown');
    expect(await refusal(complete(-99_999, 'investigated'))).toBe('404 case-unknown');
    expect(await refusal(complete(99_999, 'investigated'))).toBe('403 realm-mixed');
  });

  it('closes a case when its last step is done', async () => {
    const { db, context } = database();
    const { CASE_LOOPS } = await import('#lis/domain');
    for (const { step } of CASE_LOOPS['abnormal-tube']) {
      await completeStep(context, actor('official'), { caseId: ids[0]!, step, proof: 'seen' });
    }
    expect(await db`select closed_at is not null as closed from case_file where id = ${ids[0]!}`).toEqual([
      { closed: true },
    ]);
  });

  it('takes the confirmation of a report, early or twice', async () => {
    const { db, owner, context } = database();
    const reportId = '11111111-1111-4111-8111-111111111111';
    await owner`
      insert into report (id, version, sweep_id, kind, tube_id, tubes, body, data_key_id, made_at)
      values (${reportId}, 1, -1, 'retest', ${single.tubeId}, 1, '', 1, '2030-01-01Z')`;
    const confirm = () => confirmReport(context, actor('authority'), { reportId, version: 1 });
    expect(await confirm()).toEqual({ outcome: 'done' });
    expect(await confirm()).toEqual({ outcome: 'already-done' });
    const [step] =
      await db`select done_by as by, proof from case_step where case_id = ${ids[1]!} and step = 'confirmed'`;
    expect(step).toEqual({ by: 'staff:-9', proof: { reportId, version: 1 } });
    expect(await refusal(confirmReport(context, actor('authority'), { reportId, version: 2 }))).toBe(
      '404 report-unknown',
    );
  });

  it('shows a site the recollections of its own tubes, an official all', async () => {
    const { owner, context } = database();
    await owner`
      insert into recollection (sweep_id, tube_id, ordinal, person_id, case_id, ordered_at)
      select -1, ${pool.tubeId}, ordinal, person_id, ${ids[0]!}, '2030-01-01Z' from member where tube_id = ${pool.tubeId}`;
    const query = { sweepId: -1, limit: 4 };
    const { recollections } = await listRecollections(context, actor('site', -1), query);
    expect(recollections.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4]);
    expect(recollections[0]).toMatchObject({ tubeId: pool.tubeId, tubeCode: pool.code });
    expect((await listRecollections(context, actor('site', -2), query)).recollections).toEqual([]);
    expect((await listRecollections(context, actor('official'), query)).recollections).toHaveLength(4);
  });
});
