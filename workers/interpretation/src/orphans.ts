import type { Db } from '#lis/persistence';

/**
 * Messages whose plate was not laid out when they came (normal: HL7.md section 3) go back to the queue once it is.
 * The state moves with the outbox row, so that two workers never offer one twice.
 */
export async function offerOrphansAgain(db: Db): Promise<void> {
  await db`
    with ready as (
      select m.id from instrument_message m join plate p on p.barcode = m.reason
      where m.state = 'orphan' order by m.id limit 2000 for update of m skip locked
    ), again as (
      update instrument_message m set state = 'stored' from ready where m.id = ready.id
      returning m.id, sign(m.instrument_id)::int as realm
    )
    insert into outbox (topic, sweep_id, payload)
    select 'message', realm, jsonb_build_object('messageIds', jsonb_agg(id::text order by id))
    from again group by realm, id / 500`;
}
