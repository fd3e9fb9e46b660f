import { momentText } from '#lis/domain';
import type { SenderProfile } from '#lis/hl7';
import { arrayLiteral, type Executor, readProfiles } from '#lis/persistence';

export type OrderState = 'waiting' | 'sent' | 'accepted' | 'rejected' | 'timeout' | 'withdrawn';
export type OrderingInstrument = {
  id: number;
  orders: 'none' | 'ask-only' | 'law-push';
  application: string;
  facility: string;
  laboratoryCode: string;
  orderHost: string | null;
  orderPort: number | null;
  profileId: string;
  profileVersion: number;
};

/** of `instrument i` and its `laboratory l` */
export const instrumentColumns = `i.id, i.orders, i.sending_application as application, i.sending_facility as facility,
  l.code as "laboratoryCode", host(i.order_host) as "orderHost", i.order_port as "orderPort",
  i.profile_id as "profileId", i.profile_version as "profileVersion"`;

export async function readOrderingInstrument(
  db: Executor,
  id: number,
): Promise<OrderingInstrument | undefined> {
  const [row] = await db<OrderingInstrument[]>`
    select ${db.unsafe(instrumentColumns)} from instrument i join laboratory l on l.id = i.laboratory_id where i.id = ${id}`;
  return row;
}

/** How an instrument speaks now. */
export async function profileOfInstrument(
  db: Executor,
  { id, profileId, profileVersion }: Pick<OrderingInstrument, 'id' | 'profileId' | 'profileVersion'>,
): Promise<SenderProfile> {
  const key = { realm: id < 0 ? 'drill' : 'real', id: profileId, version: profileVersion } as const;
  return (await readProfiles(db, [key]))(key);
}

/** MSH-10 of messages of ours: from a sequence, so that no restart gives one twice. */
export async function nextControlIds(db: Executor, count: number): Promise<string[]> {
  const rows = await db<{ id: number }[]>`
    select nextval('order_control_id') as id from generate_series(1, ${count}::int)`;
  return rows.map(({ id }) => `SW${id}`);
}

type NewQuery = {
  instrumentId: number;
  controlId: string;
  body: Buffer;
  answer: Buffer;
  fate: 'ordered' | 'nothing-ordered' | 'refused';
  reason: string | null;
  at: number;
};

/** The fate of a query, with its bytes. Of those that were given no orders the last 5,000 of an instrument are kept. */
export async function insertQuery(db: Executor, query: NewQuery): Promise<number> {
  const [row] = await db<{ id: number }[]>`
    insert into instrument_query (instrument_id, control_id, body, answer, fate, reason, asked_at)
    values (${query.instrumentId}, ${query.controlId}, ${query.body}, ${query.answer}, ${query.fate}, ${query.reason},
      ${momentText(query.at)}::text::timestamptz) returning id`;
  const id = row?.id ?? 0;
  if (query.fate !== 'ordered' && id % 100 === 0)
    await db`
      delete from instrument_query where instrument_id = ${query.instrumentId} and fate <> 'ordered' and id < (
        select id from instrument_query where instrument_id = ${query.instrumentId} and fate <> 'ordered'
        order by id desc offset 4999 limit 1)`;
  return id;
}

export type NewOrder = {
  controlId: string;
  body: Buffer;
  codes: string[];
  plate: { id: string; sweepId: number } | null;
  state: 'waiting' | 'sent';
  /** over the connection that asked: one that waits there waits for the answer to the one before it */
  overConnection: boolean;
};

/** The orders that answer a query, in their order. `retryMs`: after which one that is sent is sent again. */
export async function insertAskedOrders(
  db: Executor,
  given: { instrumentId: number; queryId: number; orders: readonly NewOrder[]; at: number; retryMs: number },
): Promise<void> {
  for (const { controlId, body, codes, plate, state, overConnection } of given.orders) {
    const due = state === 'sent' ? given.retryMs : overConnection ? null : 0;
    await db`
      insert into order_message (instrument_id, cause, query_id, sweep_id, plate_id, control_id, body, codes, state, attempts,
        made_at, sent_at, over_connection, next_try_at)
      values (${given.instrumentId}, 'query', ${given.queryId}, ${plate?.sweepId ?? null}, ${plate?.id ?? null}, ${controlId},
        ${body}, ${arrayLiteral(codes)}::text::text[], ${state}, ${state === 'sent' ? 1 : 0},
        ${momentText(given.at)}::text::timestamptz,
        case when ${state} = 'sent' then ${momentText(given.at)}::text::timestamptz end, ${overConnection},
        case when ${due}::int is null then 'infinity' else clock_timestamp() + ${due}::int * interval '1 ms' end)`;
  }
}

/** Not delivered: tried again after a while, 1 s at first and a minute at most. */
export async function postponeOrder(
  db: Executor,
  orderId: number,
  attempts: number,
  error: string,
): Promise<void> {
  const ms = Math.min(60_000, 1000 * 2 ** Math.min(attempts - 1, 6));
  await db`
    update order_message set last_error = ${error}, next_try_at = clock_timestamp() + ${ms}::int * interval '1 ms'
    where id = ${orderId} and state in ('waiting', 'sent')`;
}

/** The bytes of a plate's orders, made once; null and no change when another process was first. */
export async function writeOrderBody(
  db: Executor,
  orderId: number,
  made: { controlId: string; body: Buffer; codes: string[] },
): Promise<boolean> {
  const { count } = await db`
    update order_message set control_id = ${made.controlId}, body = ${made.body},
      codes = ${arrayLiteral(made.codes)}::text::text[] where id = ${orderId} and body is null`;
  return count > 0;
}

/** Moves an order from one of `from`; false when it is in none of them any more. */
export async function moveOrder(
  db: Executor,
  orderId: number,
  from: readonly OrderState[],
  to: OrderState,
  at: number,
): Promise<boolean> {
  const moment = momentText(at);
  const { count } = await db`
    update order_message set state = ${to},
      sent_at = case when ${to} = 'sent' then ${moment}::text::timestamptz else sent_at end,
      settled_at = case when ${to} in ('waiting', 'sent') then null else ${moment}::text::timestamptz end
    where id = ${orderId} and state = any(${arrayLiteral([...from])}::text::text[])`;
  return count > 0;
}
