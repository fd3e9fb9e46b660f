import { arrayLiteral, type Executor } from '#lis/persistence';

type Text = ReturnType<Executor>;
export type Erasable = 'refused_submission' | 'tube_amendment' | 'report' | 'remark';

/**
 * SQL: the person, under any of the person's names, is still needed: a tube or the person itself was registered since
 * `before`, or there is an open hold, or an open case of the person or of one of the person's tubes.
 */
const isNeeded = (db: Executor, person: Text, before: number) => db`exists (
  select from (
    select ${person} as id
    union all select a.canonical_id from person_alias a where a.person_id = ${person} and a.undone_at is null
    union all select a.person_id from person_alias a where a.canonical_id = ${person} and a.undone_at is null
    union all select b.person_id from person_alias a join person_alias b on b.canonical_id = a.canonical_id
      where a.person_id = ${person} and a.undone_at is null and b.undone_at is null) same
  where exists (select from person q where q.id = same.id and q.registered_at >= ${before}::timestamptz)
    or exists (select from person_hold h where h.person_id = same.id and h.closed_at is null)
    or exists (select from case_file c where c.person_id = same.id and c.closed_at is null)
    or exists (
      select from member m join tube t on t.sweep_id = m.sweep_id and t.id = m.tube_id
      where m.person_id = same.id and (t.registered_at >= ${before}::timestamptz or exists (
        select from case_file c where c.kind in ('abnormal-tube', 'positive-person') and c.tube_id = t.id
          and c.closed_at is null))))`;

/** SQL: nobody of the tube is needed any more. */
const nobodyIsNeeded = (db: Executor, sweep: Text, tube: Text, before: number) => db`not exists (
  select from member o where o.sweep_id = ${sweep} and o.tube_id = ${tube} and ${isNeeded(db, db`o.person_id`, before)})`;

/** A page of persons after an id, with those of them whose retention has ended and who are not erased yet. */
export async function findErasablePersons(
  db: Executor,
  drill: boolean,
  before: number,
  after: number,
  pageSize: number,
): Promise<{ ids: number[]; last: number | null }> {
  const rows = await db<{ id: number; over: boolean }[]>`
    select p.id, octet_length(p.particulars) > 0 and not ${isNeeded(db, db`p.id`, before)} as over
    from (select id, particulars from person where id > ${after} and (id < 0) = ${drill}
      order by id limit ${pageSize}) p order by p.id`;
  return { ids: rows.filter(({ over }) => over).map(({ id }) => id), last: rows.at(-1)?.id ?? null };
}

/** Of these persons, those whose retention has ended and who are not erased yet: asked again before they are. */
export async function stillErasable(db: Executor, ids: readonly number[], before: number): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    select p.id from person p
    where p.id = any(${arrayLiteral(ids)}::text::bigint[]) and p.particulars <> ''
      and not ${isNeeded(db, db`p.id`, before)}
    order by p.id`;
  return rows.map(({ id }) => id);
}

/** Keys of stored bodies that may name people of whom nobody is needed; undelivered reports stay. */
export async function findErasableBodies(
  db: Executor,
  table: Erasable,
  drill: boolean,
  before: number,
  pageSize: number,
): Promise<string[]> {
  const keys = {
    refused_submission: () => db<{ key: string }[]>`
      select id::text as key from refused_submission
      where (actor_id < 0) = ${drill} and refused_at < ${before}::timestamptz and body <> '' limit ${pageSize}`,
    tube_amendment: () => db<{ key: string }[]>`
      select a.id::text as key from tube_amendment a
      where (a.sweep_id < 0) = ${drill} and a.amended_at < ${before}::timestamptz and a.body <> ''
        and ${nobodyIsNeeded(db, db`a.sweep_id`, db`a.tube_id`, before)} limit ${pageSize}`,
    remark: () => db<{ key: string }[]>`
      select r.id::text as key from remark r
      where (r.written_by < 0) = ${drill} and r.written_at < ${before}::timestamptz and r.body <> ''
        and not exists (
          select from unnest(r.person_ids) as p (id) where ${isNeeded(db, db`p.id`, before)})
        and not exists (
          select from member o where o.tube_id = any(r.tube_ids) and ${isNeeded(db, db`o.person_id`, before)})
      limit ${pageSize}`,
    report: () => db<{ key: string }[]>`
      select r.id || '/' || r.version as key from report r
      where (r.sweep_id < 0) = ${drill} and r.kind <> 'negative-feed' and r.made_at < ${before}::timestamptz
        and r.body <> '' and ${nobodyIsNeeded(db, db`r.sweep_id`, db`r.tube_id`, before)}
        and not exists (select from delivery d where d.report_id = r.id and d.version = r.version
          and d.state = 'pending') limit ${pageSize}`,
  };
  return (await keys[table]()).map(({ key }) => key);
}
