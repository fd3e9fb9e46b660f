import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

export type OutboxRow = { id: number; sweepId: number; payload: unknown; attempts: number };

/** Writes the cause of a job in the transaction that causes it (law 4). */
export async function writeOutbox(
  db: Executor,
  topic: string,
  rows: readonly { sweepId: number; payload: unknown }[],
): Promise<void> {
  if (rows.length === 0) return;
  await db`
    insert into outbox (topic, sweep_id, payload)
    select ${topic}, * from unnest(
      ${arrayLiteral(rows.map((row) => row.sweepId))}::text::int[],
      ${arrayLiteral(rows.map((row) => JSON.stringify(row.payload)))}::text::jsonb[])`;
}

/**
 * Claims due rows for the queue: they are offered again 5 s later unless their consumer has deleted them.
 * SKIP LOCKED, never "id greater than the last": a later commit may carry a smaller id. The limited rows are a materialized CTE,
 * read once: `id in (select … limit … for update skip locked)` may be planned as a loop that reads the next rows for each one it found,
 * and claimed everything there was for one job.
 */
export async function claimOutbox(db: Executor, topic: string, limit: number): Promise<string[]> {
  const rows = await db<{ id: number }[]>`
    with due as materialized (
      select id from outbox
      where topic = ${topic} and next_offer_at <= clock_timestamp() and not needs_attention
      order by id limit ${limit} for update skip locked)
    update outbox o set next_offer_at = clock_timestamp() + interval '5 s' from due where o.id = due.id
    returning o.id`;
  return rows.map(({ id }) => String(id));
}

/** Rows whose effect takes longer than an offer lasts: not offered again for 5 s from now, unless the consumer ends. */
export async function holdOffers(db: Executor, topic: string, ids: readonly string[]): Promise<void> {
  await db`
    update outbox set next_offer_at = clock_timestamp() + interval '5 s'
    where id in (
      select id from outbox where id = any(${arrayLiteral([...ids])}::text::bigint[]) and topic = ${topic}
      for update skip locked)`;
}

/** A row with how often long work on it began before and did not end in order. */
export type BegunRow = OutboxRow & { begun: number };

/**
 * Begins long work on rows of a job on which none is known to have begun, before the transaction that ends them. They are not
 * offered for 5 s; that work began stays kept when its process dies. Rows that another consumer holds are left out.
 */
export async function beginOutbox(db: Executor, topic: string, ids: readonly string[]): Promise<BegunRow[]> {
  const rows = await db<BegunRow[]>`
    update outbox set begun = 1, next_offer_at = clock_timestamp() + interval '5 s'
    where id in (
      select id from outbox where id = any(${arrayLiteral([...ids])}::text::bigint[]) and topic = ${topic} and begun = 0
      for update skip locked)
    returning id, sweep_id as "sweepId", payload, attempts, 0 as begun`;
  return rows.toSorted((a, b) => a.id - b.id);
}

/** Rows of a job on which work began and is not known to have ended, those first on which it began least. */
export async function readBegun(db: Executor, topic: string, ids: readonly string[]): Promise<BegunRow[]> {
  return db<BegunRow[]>`
    select id, sweep_id as "sweepId", payload, attempts, begun from outbox
    where id = any(${arrayLiteral([...ids])}::text::bigint[]) and topic = ${topic} and begun > 0 order by begun, id`;
}

/** Sets how often work on rows began without an end that is known. */
export async function setBegun(db: Executor, ids: readonly number[], begun: number): Promise<void> {
  await db`update outbox set begun = ${begun} where id = any(${arrayLiteral([...ids])}::text::bigint[])`;
}

/** Locks the rows that a job was given, less those that another consumer holds or has finished. */
export async function takeOutbox(db: Executor, topic: string, ids: readonly string[]): Promise<OutboxRow[]> {
  return db<OutboxRow[]>`
    select id, sweep_id as "sweepId", payload, attempts from outbox
    where id = any(${arrayLiteral([...ids])}::text::bigint[]) and topic = ${topic}
    order by id for update skip locked`;
}

/** Done means: the consumer's effect commits in this same transaction. */
export async function finishOutbox(db: Executor, ids: readonly number[]): Promise<void> {
  await db`delete from outbox where id = any(${arrayLiteral([...ids])}::text::bigint[])`;
}

/** A failed attempt, which ended in order: tried again later, from PostgreSQL, whatever became of the queue. */
export async function postponeOutbox(
  db: Executor,
  ids: readonly number[],
  error: string,
  needsAttention: boolean,
): Promise<void> {
  await db`
    update outbox set attempts = attempts + 1, begun = 0, last_error = ${error.slice(0, 400)}, needs_attention = ${needsAttention},
      next_offer_at = clock_timestamp() + least(interval '60 s', interval '250 ms' * power(2, least(attempts, 8)))
    where id = any(${arrayLiteral([...ids])}::text::bigint[])`;
}
