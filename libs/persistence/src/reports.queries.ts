import { momentText } from '#lis/domain';
import { arrayLiteral, byteaArrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

export type ReportKind = 'abnormal-tube' | 'retest' | 'correction' | 'negative-feed';
export type ReportRow = {
  id: string;
  version: number;
  sweepId: number;
  kind: ReportKind;
  tubeId: string | null;
  feedNumber: number | null;
  /** how many the receipt must count */
  tubes: number;
  body: Uint8Array;
  dataKeyId: number;
  madeAt: number;
  dueAt: number;
};

/**
 * Keeps reports with their bytes and owes them to every recipient of the realm that must receive the kind
 * (law 7). A report that is there keeps its first bytes. `tryAt`: the machine's time of the first attempt.
 * Gives the reports that are new.
 */
export async function insertReports(
  db: Executor,
  reports: readonly ReportRow[],
  tryAt: number,
): Promise<{ id: string; version: number }[]> {
  if (reports.length === 0) return [];
  return db<{ id: string; version: number }[]>`
    with given as (select * from unnest(
        ${arrayLiteral(reports.map(({ id }) => id))}::text::uuid[],
        ${arrayLiteral(reports.map(({ version }) => version))}::text::smallint[],
        ${arrayLiteral(reports.map(({ sweepId }) => sweepId))}::text::int[],
        ${arrayLiteral(reports.map(({ kind }) => kind))}::text::text[],
        ${arrayLiteral(reports.map(({ tubeId }) => tubeId))}::text::uuid[],
        ${arrayLiteral(reports.map(({ feedNumber }) => feedNumber))}::text::bigint[],
        ${arrayLiteral(reports.map(({ tubes }) => tubes))}::text::int[],
        ${byteaArrayLiteral(reports.map(({ body }) => body))}::text::bytea[],
        ${arrayLiteral(reports.map(({ dataKeyId }) => dataKeyId))}::text::smallint[],
        ${arrayLiteral(reports.map(({ madeAt }) => momentText(madeAt)))}::text::timestamptz[],
        ${arrayLiteral(reports.map(({ dueAt }) => momentText(dueAt)))}::text::timestamptz[]
      ) as g(id, version, sweep_id, kind, tube_id, feed_number, tubes, body, data_key_id, made_at, due_at)),
    made as (
      insert into report (id, version, sweep_id, kind, tube_id, feed_number, tubes, body, data_key_id, made_at)
      select id, version, sweep_id, kind, tube_id, feed_number, tubes, body, data_key_id, made_at
      from given order by id, version
      on conflict (id, version) do nothing returning id, version),
    owed as (
      insert into delivery (report_id, version, recipient_id, sweep_id, state, next_try_at, due_at)
      select g.id, g.version, c.id, g.sweep_id, 'pending', ${tryAt}::timestamptz, g.due_at
      from given g join made m on m.id = g.id and m.version = g.version
        join recipient c on (c.id < 0) = (g.sweep_id < 0) and g.kind = any (c.kinds))
    select id, version from made`;
}

/** Which kinds of report somebody of the realm must receive. */
export async function receivedKinds(db: Executor, realm: 'real' | 'drill'): Promise<Set<string>> {
  const rows = await db<{ kind: string }[]>`
    select distinct unnest(kinds) as kind from recipient where (id < 0) = ${realm === 'drill'}`;
  return new Set(rows.map(({ kind }) => kind));
}

/** Asks once for a recipient of a kind of report of a sweep, until somebody is named. */
export async function askForRecipient(
  db: Executor,
  sweepId: number,
  kind: ReportKind,
  at: number,
): Promise<void> {
  await db`
    insert into attention (sweep_id, code, subject, opened_at)
    select ${sweepId}::int, 'no-recipient', ${kind}::text, ${at}::timestamptz
    where not exists (select from attention
      where sweep_id = ${sweepId} and code = 'no-recipient' and subject = ${kind} and closed_at is null)`;
}

/**
 * Owes the reports that nobody was there to receive to the recipients named since, and closes the question.
 * `now`: the realm's time; `dueMs`: from the making of the report. Gives how many deliveries are new.
 */
export async function oweToNewRecipients(
  db: Executor,
  realm: 'real' | 'drill',
  moments: { now: number; tryAt: number; dueMs: number; by: string },
): Promise<number> {
  const owed = await db`
    with answered as (
      select a.id, a.sweep_id, a.subject as kind, c.id as recipient_id
      from attention a join recipient c on (c.id < 0) = (a.sweep_id < 0) and a.subject = any (c.kinds)
      where a.code = 'no-recipient' and a.closed_at is null and (a.sweep_id < 0) = ${realm === 'drill'}),
    closed as (
      update attention set closed_at = ${moments.now}, closed_by = ${moments.by}
      where id in (select id from answered))
    insert into delivery (report_id, version, recipient_id, sweep_id, state, next_try_at, due_at)
    select r.id, r.version, a.recipient_id, r.sweep_id, 'pending', ${moments.tryAt}::timestamptz,
      r.made_at + ${moments.dueMs}::float8 * interval '1 ms'
    from answered a join report r on r.sweep_id = a.sweep_id and r.kind = a.kind
    where not exists (select from delivery d where d.report_id = r.id and d.version = r.version)
    on conflict do nothing`;
  return owed.count;
}

/** A report without its bytes, or undefined. */
export async function findReport(
  db: Executor,
  id: string,
  version: number,
): Promise<{ sweepId: number; kind: ReportKind; tubeId: string | null } | undefined> {
  const [row] = await db<{ sweepId: number; kind: ReportKind; tubeId: string | null }[]>`
    select sweep_id as "sweepId", kind, tube_id as "tubeId" from report where id = ${id} and version = ${version}`;
  return row;
}
