import { arrayLiteral, askAttention, type Executor, writeAudit } from '#lis/persistence';

const by = { actor: 'system:gateway', origin: 'gateway' };

export type AwaitedOrder = {
  orderId: number;
  cause: 'query' | 'plate';
  queryId: number | null;
  sweepId: number | null;
  state: string;
  attempts: number;
};

/** The message of ours that an answer of this instrument names, held until the transaction ends. */
export async function lockAwaitedOrder(
  db: Executor,
  instrumentId: number,
  controlId: string,
): Promise<AwaitedOrder | undefined> {
  const [row] = await db<AwaitedOrder[]>`
    select id as "orderId", cause, query_id as "queryId", sweep_id as "sweepId", state, attempts from order_message
    where control_id = ${controlId} and instrument_id = ${instrumentId} for update`;
  return row;
}

/** What was said, with its bytes. */
export async function keepAnswer(
  db: Executor,
  orderId: number,
  answer: { code: string; refused: readonly string[]; body: Buffer },
): Promise<void> {
  await db`
    update order_message set answer = ${answer.body}, answer_code = ${answer.code},
      refused = ${arrayLiteral([...answer.refused])}::text::text[] where id = ${orderId}`;
}

/** The next message of a chain, which waited for the one before it; undefined after the last. */
export async function nextOfChain(
  db: Executor,
  queryId: number,
  retryMs: number,
): Promise<{ orderId: number; body: Buffer } | undefined> {
  const [row] = await db<{ orderId: number; body: Buffer }[]>`
    update order_message set attempts = 1, next_try_at = clock_timestamp() + ${retryMs}::int * interval '1 ms'
    where id = (select min(id) from order_message where query_id = ${queryId} and state = 'waiting' and attempts = 0)
    returning id as "orderId", body`;
  return row;
}

/** What waits behind a message of a chain that was not taken. */
export async function restOfChain(db: Executor, queryId: number): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    select id from order_message where query_id = ${queryId} and state in ('waiting', 'sent') for update`;
  return rows.map(({ id }) => id);
}

/** Orders that nobody could send for a minute: of a query whose connection is gone, or of a plate. */
export async function readStranded(db: Executor): Promise<
  {
    orderId: number;
    instrumentId: number;
    cause: 'query' | 'plate';
    queryId: number | null;
    sweepId: number | null;
  }[]
> {
  return db`
    select id as "orderId", instrument_id as "instrumentId", cause, query_id as "queryId", sweep_id as "sweepId"
    from order_message
    where state in ('waiting', 'sent') and next_try_at < clock_timestamp() - interval '60 s' limit 50`;
}

export async function postponeStranded(db: Executor, orderId: number): Promise<void> {
  await db`update order_message set next_try_at = clock_timestamp() where id = ${orderId}`;
}

/** A task for a person, once while it is open. */
export async function askOnceAbout(
  db: Executor,
  task: { instrumentId: number; code: string; subject: string; detail: Record<string, unknown>; at: number },
): Promise<void> {
  const sweepId = Math.sign(task.instrumentId);
  const [open] = await db`
    select 1 from attention where sweep_id = ${sweepId} and code = ${task.code} and subject = ${task.subject}
      and closed_at is null limit 1`;
  const { code, subject, detail, at } = task;
  if (!open) await askAttention(db, [{ sweepId, code, subject, detail, at }]);
}

/** Orders do not reach an instrument; `reason`: of the last attempt. */
export function tellUndelivered(
  db: Executor,
  instrumentId: number,
  reason: string,
  at: number,
): Promise<void> {
  const subject = `instrument:${instrumentId}`;
  return askOnceAbout(db, { instrumentId, code: 'orders-not-delivered', subject, detail: { reason }, at });
}

export async function auditOrder(
  db: Executor,
  at: number,
  sweepId: number | null,
  orderId: number,
  action: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await writeAudit(db, [{ at, sweepId, ...by, action, subject: `order-message:${orderId}`, detail }]);
}

export async function auditQuery(
  db: Executor,
  at: number,
  instrumentId: number,
  detail: Record<string, unknown>,
): Promise<void> {
  await writeAudit(db, [
    { at, sweepId: null, ...by, action: 'orders-asked', subject: `instrument:${instrumentId}`, detail },
  ]);
}
