import { arrayLiteral, type Executor } from '#lis/persistence';

export type DuePlateOrder = {
  orderId: number;
  instrumentId: number;
  application: string;
  facility: string;
  laboratoryCode: string;
  profile: { id: string; version: number };
  sweepId: number | null;
  plateBarcode: string;
  controlId: string | null;
  body: Buffer | null;
  attempts: number;
};

/**
 * Takes plates' orders that are due for instruments with a line to this process, one an instrument. They are due again
 * after `claimedMs`, whatever becomes of this process; one on its way keeps the instrument's others waiting.
 */
export async function claimPlateOrders(
  db: Executor,
  connected: readonly number[],
  claimedMs: number,
): Promise<DuePlateOrder[]> {
  if (connected.length === 0) return [];
  return db<DuePlateOrder[]>`
    with due as (
      select m.id from order_message m join instrument i on i.id = m.instrument_id
      where m.state in ('waiting', 'sent') and m.cause = 'plate' and m.next_try_at <= clock_timestamp()
        and i.protocol = 'astm' and i.id = any(${arrayLiteral([...connected])}::text::int[])
        and not exists (
          select from order_message o where o.instrument_id = m.instrument_id and o.cause = 'plate' and o.id <> m.id
            and o.state in ('waiting', 'sent') and o.id < m.id)
      order by m.id limit 16 for update of m skip locked)
    update order_message m
    set attempts = m.attempts + 1, next_try_at = clock_timestamp() + ${claimedMs}::int * interval '1 ms'
    from due, instrument i, laboratory l, plate p
    where m.id = due.id and i.id = m.instrument_id and l.id = i.laboratory_id and p.id = m.plate_id
    returning m.id as "orderId", i.id as "instrumentId", i.sending_application as application,
      i.sending_facility as facility, l.code as "laboratoryCode",
      jsonb_build_object('id', i.profile_id, 'version', i.profile_version) as profile, m.sweep_id as "sweepId",
      p.barcode as "plateBarcode", m.control_id as "controlId", m.body, m.attempts`;
}
