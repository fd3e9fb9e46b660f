import { momentText } from '#lis/domain';
import { arrayLiteral, type Executor } from '#lis/persistence';

export type StoredContact = {
  instrumentId: number;
  /** null: never before; epoch ms on the clock of its realm */
  lastHeardAt: number | null;
  pausesMs: readonly number[];
  silentSince: number | null;
};

/** The contacts of some instruments (ids in order), held until the transaction ends; those that were never heard too. */
export async function lockContacts(db: Executor, ids: readonly number[]): Promise<StoredContact[]> {
  const wanted = arrayLiteral([...ids]);
  // '-infinity': no contact yet
  await db`
    insert into instrument_contact (instrument_id, last_heard_at)
    select id, '-infinity' from unnest(${wanted}::text::int[]) id
    where exists (select from instrument i where i.id = id.id) order by id on conflict do nothing`;
  return db<StoredContact[]>`
    select instrument_id as "instrumentId", nullif(last_heard_at, '-infinity') as "lastHeardAt",
      pauses_ms::float8[] as "pausesMs", silent_since as "silentSince"
    from instrument_contact where instrument_id = any(${wanted}::text::int[]) order by instrument_id for update`;
}

export async function updateContacts(db: Executor, contacts: readonly StoredContact[]): Promise<void> {
  await db`
    update instrument_contact c set last_heard_at = n.at, silent_since = null,
      pauses_ms = array(select p::bigint from jsonb_array_elements_text(n.pauses) p)
    from unnest(
      ${arrayLiteral(contacts.map(({ instrumentId }) => instrumentId))}::text::int[],
      ${arrayLiteral(contacts.map(({ lastHeardAt }) => (lastHeardAt === null ? null : momentText(lastHeardAt))))}::text::timestamptz[],
      ${arrayLiteral(contacts.map(({ pausesMs }) => JSON.stringify(pausesMs.map(Math.round))))}::text::jsonb[])
      as n (id, at, pauses)
    where c.instrument_id = n.id`;
}

/** Closes the tasks of instruments that speak again. */
export async function closeSilence(
  db: Executor,
  spoke: readonly { instrumentId: number; at: number }[],
): Promise<void> {
  await db`
    update attention a set closed_at = n.at, closed_by = 'system:gateway'
    from unnest(
      ${arrayLiteral(spoke.map(({ instrumentId }) => instrumentId))}::text::int[],
      ${arrayLiteral(spoke.map(({ at }) => momentText(at)))}::text::timestamptz[]) as n (id, at)
    where a.sweep_id = sign(n.id) and a.code = 'instrument-silent' and a.subject = 'instrument:' || n.id
      and a.closed_at is null`;
}

export type Expected = {
  instrumentId: number;
  lastHeardAt: number;
  pausesMs: readonly number[];
  waitingSince: number;
  profileId: string;
  profileVersion: number;
};

/**
 * Instruments that were heard before, are not told silent yet, and for which a plate of the last day waits: one that was
 * ordered from them or began on them, or one of their laboratory that is nobody's yet. `since`: a day ago in each realm.
 */
export async function readExpected(
  db: Executor,
  since: { real: number; drill: number },
  atOnce: number,
): Promise<Expected[]> {
  return db<Expected[]>`
    with waiting as materialized (
      select p.laboratory_id, p.laid_out_at, array(
        select r.instrument_id from run r where r.plate_id = p.id
        union
        select o.instrument_id from order_message o
        where o.plate_id = p.id and o.state in ('waiting', 'sent', 'accepted')) as takers
      from plate p join sweep s on s.id = p.sweep_id and s.closed_at is null
      where p.laid_out_at > ${momentText(Math.min(since.real, since.drill))}::text::timestamptz
        and p.laid_out_at > case when p.sweep_id < 0 then ${momentText(since.drill)}::text::timestamptz
          else ${momentText(since.real)}::text::timestamptz end
        and not exists (select from run r where r.plate_id = p.id and r.state <> 'waiting'))
    select i.id as "instrumentId", c.last_heard_at as "lastHeardAt", c.pauses_ms::float8[] as "pausesMs",
      min(w.laid_out_at) as "waitingSince", i.profile_id as "profileId", i.profile_version as "profileVersion"
    from instrument i
    join instrument_contact c on c.instrument_id = i.id and c.silent_since is null and c.last_heard_at > '-infinity'
    join waiting w on i.id = any(w.takers) or (w.takers = '{}' and w.laboratory_id = i.laboratory_id)
    group by i.id, c.instrument_id order by i.id limit ${atOnce}`;
}

/** Marks one as told silent; false when it has spoken, or another process was first. */
export async function markSilent(db: Executor, instrumentId: number, lastHeardAt: number): Promise<boolean> {
  const { count } = await db`
    update instrument_contact set silent_since = last_heard_at
    where instrument_id = ${instrumentId} and silent_since is null
      and last_heard_at = ${momentText(lastHeardAt)}::text::timestamptz`;
  return count > 0;
}
