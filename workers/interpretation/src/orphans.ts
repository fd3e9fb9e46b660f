import type { Db } from '#lis/persistence';

/**
 * Messages whose plate was not laid out, or whose tube was not received or plated, when they came (normal: HL7.md
 * section 3) go back to the queue once it is. The state moves with the outbox row, so that two workers never offer
 * one twice.
 */
export async function offerOrphansAgain(db: Db): Promise<void> {
  await db`
    with ready as (
      select m.id from instrument_message m
      where m.state = 'orphan' and case
        when m.reason like 'tube:%' then exists (
          select from tube_code c join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
          where c.code = substring(m.reason, 6) and t.state not in ('sealed', 'boxed', 'handed-over'))
        when m.reason like 'plated:%' then exists (
          select from tube_code c join well w on w.sweep_id = c.sweep_id and w.tube_id = c.tube_id
          join plate p on p.id = w.plate_id
          join instrument i on i.id = m.instrument_id and i.laboratory_id = p.laboratory_id
          where c.code = substring(m.reason, 8))
        else exists (select from plate p where p.barcode = m.reason) end
      order by m.id limit 2000 for update of m skip locked
    ), again as (
      update instrument_message m set state = 'stored' from ready where m.id = ready.id
      returning m.id, sign(m.instrument_id)::int as realm
    )
    insert into outbox (topic, sweep_id, payload)
    select 'message', realm, jsonb_build_object('messageIds', jsonb_agg(id::text order by id))
    from again group by realm, id / 500`;
}
