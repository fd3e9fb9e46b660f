import { arrayLiteral, type Executor } from '#lis/persistence';
import { instrumentColumns, type OrderingInstrument } from './orders.queries.js';

export type DueOrder = OrderingInstrument & {
  orderId: number;
  cause: 'query' | 'plate';
  queryId: number | null;
  sweepId: number | null;
  plateBarcode: string | null;
  controlId: string | null;
  body: Buffer | null;
  overConnection: boolean;
  attempts: number;
};

export type Claiming = {
  /** what the instruments speak: orders leave in it, and only its own port takes them */
  protocol: 'hl7' | 'astm';
  /** instruments that hold a connection to this process */
  connected: readonly number[];
  /** until then no other process takes them, whatever becomes of this one, ms; they are due again after it */
  claimedMs: number;
};

/**
 * Takes orders that are due, and that this process can send: to the instrument's own port, or over a connection that it
 * holds here. One message of an instrument is under way at a time: over MLLP one whose answer is awaited keeps the others
 * waiting, over a line a plate's waits for the plate's before it. What answers a query over a line is sent by who answers.
 */
export async function claimDueOrders(
  db: Executor,
  { protocol, connected, claimedMs }: Claiming,
): Promise<DueOrder[]> {
  if (protocol === 'astm' && connected.length === 0) return [];
  return db<DueOrder[]>`
    with due as (
      select m.id from order_message m join instrument i on i.id = m.instrument_id
      where m.state in ('waiting', 'sent') and m.next_try_at <= clock_timestamp() and i.protocol = ${protocol}
        and (i.protocol = 'hl7' or m.cause = 'plate')
        and ((i.order_port is not null and not m.over_connection) or i.id = any(${arrayLiteral([...connected])}::text::int[]))
        and not exists (
          select from order_message o
          where o.instrument_id = m.instrument_id and o.id <> m.id and o.state in ('waiting', 'sent')
            and case i.protocol
              when 'hl7' then o.state = 'sent' and o.next_try_at > clock_timestamp() and o.next_try_at < 'infinity'
              else o.cause = 'plate' and o.id < m.id end)
      order by m.next_try_at, m.id limit 16 for update of m skip locked)
    update order_message m set attempts = m.attempts + 1, next_try_at = clock_timestamp() + ${claimedMs}::int * interval '1 ms'
      -- to make a connection of our own takes a few seconds more
      + case when m.over_connection or i.order_port is null then interval '0' else interval '5 s' end
    from due, instrument i, laboratory l
    where m.id = due.id and i.id = m.instrument_id and l.id = i.laboratory_id
    returning m.id as "orderId", m.cause, m.query_id as "queryId", m.sweep_id as "sweepId",
      (select barcode from plate p where p.id = m.plate_id) as "plateBarcode", m.control_id as "controlId", m.body,
      m.over_connection as "overConnection", m.attempts, ${db.unsafe(instrumentColumns)}`;
}
