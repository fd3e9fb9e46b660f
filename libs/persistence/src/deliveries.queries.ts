import { momentText } from '#lis/domain';
import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';
import type { ReportKind } from './reports.queries.js';

export type DueDelivery = {
  reportId: string;
  version: number;
  recipientId: number;
  sweepId: number;
  kind: ReportKind;
  tubeId: string | null;
  tubes: number;
  /** this one included */
  attempt: number;
  body: Uint8Array;
  dataKeyId: number;
};

/**
 * Claims due deliveries of one recipient and counts the attempt. They are due again at `heldUntil`, should this
 * process end before it knows the answer. `now` and `heldUntil` are the machine's time, `at` the realm's.
 */
export async function claimDeliveries(
  db: Executor,
  recipientId: number,
  limit: number,
  moments: { now: number; heldUntil: number; at: number },
): Promise<DueDelivery[]> {
  return db<DueDelivery[]>`
    with due as (
      select report_id, version from delivery
      where recipient_id = ${recipientId} and state = 'pending' and next_try_at <= ${moments.now}
      order by next_try_at limit ${limit} for update skip locked),
    claimed as (
      update delivery d set next_try_at = ${moments.heldUntil}, attempts = attempts + 1, last_attempt_at = ${moments.at}
      from due where d.report_id = due.report_id and d.version = due.version and d.recipient_id = ${recipientId}
      returning d.report_id, d.version, d.attempts)
    select r.id as "reportId", r.version, ${recipientId}::int as "recipientId", r.sweep_id as "sweepId", r.kind,
      r.tube_id as "tubeId", r.tubes, c.attempts as attempt, r.body, r.data_key_id as "dataKeyId"
    from claimed c join report r on r.id = c.report_id and r.version = c.version`;
}

export type DeliveryKey = { reportId: string; version: number; recipientId: number };

const keyRows = (db: Executor, keys: readonly DeliveryKey[]) => db`
  unnest(
    ${arrayLiteral(keys.map(({ reportId }) => reportId))}::text::uuid[],
    ${arrayLiteral(keys.map(({ version }) => version))}::text::smallint[],
    ${arrayLiteral(keys.map(({ recipientId }) => recipientId))}::text::int[])`;

/** Failed attempts: tried again after `waitMs` from `now` (the machine's time); the error is a short code. */
export async function postponeDeliveries(
  db: Executor,
  failures: readonly (DeliveryKey & { waitMs: number; error: string })[],
  now: number,
): Promise<void> {
  if (failures.length === 0) return;
  await db`
    update delivery d set last_error = f.error,
      next_try_at = ${now}::timestamptz + f.wait_ms * interval '1 ms'
    from rows from (${keyRows(db, failures)}, unnest(
      ${arrayLiteral(failures.map(({ error }) => error))}::text::text[],
      ${arrayLiteral(failures.map(({ waitMs }) => waitMs))}::text::int[]
    )) as f(report_id, version, recipient_id, error, wait_ms)
    where d.report_id = f.report_id and d.version = f.version and d.recipient_id = f.recipient_id
      and d.state = 'pending'`;
}

/**
 * Writes receipts; the first one of a delivery stays. Gives the reports that now have a receipt from every
 * required recipient and had not before. Writers of one report wait for one another, so that the last of two
 * recipients is seen as the last.
 */
export async function acknowledgeDeliveries(
  db: Executor,
  receipts: readonly (DeliveryKey & { receipt: Record<string, unknown>; at: number })[],
): Promise<{ acknowledged: DeliveryKey[]; completed: { reportId: string; version: number }[] }> {
  await db`
    select 1 from report where (id, version) in (select k.id, k.version from ${keyRows(db, receipts)} as k(id, version, r))
    order by id, version for no key update`;
  const acknowledged = await db<DeliveryKey[]>`
    update delivery d set state = 'acknowledged', receipt = f.receipt, receipt_at = f.at, last_error = null
    from rows from (${keyRows(db, receipts)}, unnest(
      ${arrayLiteral(receipts.map(({ receipt }) => JSON.stringify(receipt)))}::text::jsonb[],
      ${arrayLiteral(receipts.map(({ at }) => momentText(at)))}::text::timestamptz[]
    )) as f(report_id, version, recipient_id, receipt, at)
    where d.report_id = f.report_id and d.version = f.version and d.recipient_id = f.recipient_id
      and d.state = 'pending'
    returning d.report_id as "reportId", d.version, d.recipient_id as "recipientId"`;
  if (acknowledged.length === 0) return { acknowledged, completed: [] };
  const completed = await db<{ reportId: string; version: number }[]>`
    select distinct k.id as "reportId", k.version
    from ${keyRows(db, acknowledged)} as k(id, version, recipient_id)
    where not exists (
      select from delivery d where d.report_id = k.id and d.version = k.version and d.state = 'pending')`;
  return { acknowledged, completed };
}

/**
 * Marks tubes of one sweep as reported, the first time only, and gives by site how many screening tubes and
 * people that were.
 */
export async function markReported(
  db: Executor,
  sweepId: number,
  tubeIds: readonly string[],
  at: number,
): Promise<{ siteId: number; tubes: number; people: number }[]> {
  return db<{ siteId: number; tubes: number; people: number }[]>`
    with reported as (
      update tube t set reported_at = ${at}
      from unnest(${arrayLiteral([...tubeIds])}::text::uuid[]) as k(id)
      where t.sweep_id = ${sweepId} and t.id = k.id and t.reported_at is null
      returning t.site_id, t.purpose, t.member_count)
    select site_id as "siteId", count(*) as tubes, sum(member_count) as people
    from reported where purpose = 'screening' group by site_id`;
}
