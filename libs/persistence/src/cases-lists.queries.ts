import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

export type OpenCase = {
  id: number;
  kind: 'abnormal-tube' | 'positive-person';
  tubeCode: string;
  openedAt: number;
  overdue: boolean;
  /** of the running steps the one that is due first; null when none runs */
  step: string | null;
  owner: string | null;
  startedAt: number | null;
  dueAt: number | null;
};

/**
 * Open cases of a sweep, the one whose oldest open step is due first at the front, and how many there are in
 * all. A case is overdue when its oldest open step is.
 */
export async function listOpenCases(
  db: Executor,
  sweepId: number,
  /** of tubes from sites in this jurisdiction; null: all */
  jurisdictionId: number | null,
  now: number,
  limit: number,
): Promise<{ open: number; overdue: number; cases: OpenCase[] }> {
  const rows = await db<(OpenCase & { openCases: number; overdueCases: number })[]>`
    with oldest as (
      select distinct on (s.case_id) s.case_id, s.step, s.owner, s.started_at, s.due_at
      from case_step s join case_file c on c.id = s.case_id
      where c.sweep_id = ${sweepId} and c.closed_at is null and s.started_at is not null and s.done_at is null
      order by s.case_id, s.due_at, s.started_at),
    listed as (
      select c.id, c.kind, c.tube_id, c.opened_at, coalesce(o.due_at < ${now}::timestamptz, false) as overdue,
        o.step, o.owner, o.started_at, o.due_at
      from case_file c left join oldest o on o.case_id = c.id
      where c.sweep_id = ${sweepId} and c.closed_at is null and ${caseLiesIn(db, jurisdictionId)}),
    first as (select * from listed order by due_at nulls last, id limit ${limit})
    select f.id, f.kind, t.code as "tubeCode", f.opened_at as "openedAt", f.overdue, f.step, f.owner,
      f.started_at as "startedAt", f.due_at as "dueAt",
      (select count(*) from listed) as "openCases", (select count(*) from listed where overdue) as "overdueCases"
    from first f join tube t on t.sweep_id = ${sweepId} and t.id = f.tube_id
    order by f.due_at nulls last, f.id`;
  const [first] = rows;
  return { open: first?.openCases ?? 0, overdue: first?.overdueCases ?? 0, cases: [...rows] };
}

/** Whether case `c` is of a tube from a site in that jurisdiction. */
const caseLiesIn = (db: Executor, jurisdictionId: number | null) =>
  jurisdictionId === null
    ? db`true`
    : db`exists (
        select from tube ct join site cs on cs.id = ct.site_id
        where ct.sweep_id = c.sweep_id and ct.id = c.tube_id and lies_in(cs.jurisdiction_id, ${jurisdictionId}))`;

export type CaseRow = {
  id: number;
  sweepId: number;
  kind: 'abnormal-tube' | 'positive-person';
  tubeId: string;
};

/** A case by its id, of a tube from a site in that jurisdiction (null: any), or undefined. */
export async function findCase(
  db: Executor,
  caseId: number,
  jurisdictionId: number | null,
): Promise<CaseRow | undefined> {
  const [row] = await db<CaseRow[]>`
    select c.id, c.sweep_id as "sweepId", c.kind, c.tube_id as "tubeId" from case_file c
    where c.id = ${caseId} and ${caseLiesIn(db, jurisdictionId)}`;
  return row;
}

/** Positive persons' open cases by their single tube (never a sweep's other realm: the ids are signed). */
export async function casesOfTubes(
  db: Executor,
  tubeIds: readonly string[],
): Promise<{ id: number; sweepId: number; tubeId: string }[]> {
  if (tubeIds.length === 0) return [];
  return db<{ id: number; sweepId: number; tubeId: string }[]>`
    select id, sweep_id as "sweepId", tube_id as "tubeId" from case_file
    where kind = 'positive-person' and tube_id = any(${arrayLiteral([...tubeIds])}::text::uuid[]) order by id`;
}

export type WaitingRecollection = { tubeId: string; tubeCode: string; ordinal: number; orderedAt: number };

/** Members who still must be sampled again, singly, longest waiting first; of the sampling sites in a scope. */
export async function listOpenRecollections(
  db: Executor,
  sweepId: number,
  { siteId, jurisdictionId }: { siteId: number | null; jurisdictionId: number | null },
  limit: number,
): Promise<WaitingRecollection[]> {
  return db<WaitingRecollection[]>`
    select r.tube_id as "tubeId", t.code as "tubeCode", r.ordinal, r.ordered_at as "orderedAt"
    from recollection r join tube t on t.sweep_id = r.sweep_id and t.id = r.tube_id
    where r.sweep_id = ${sweepId} and r.single_tube_id is null
      and (${siteId}::int is null or t.site_id = ${siteId}::int)
      and (${jurisdictionId}::int is null or exists (
        select from site s where s.id = t.site_id and lies_in(s.jurisdiction_id, ${jurisdictionId}::int)))
    order by r.ordered_at, r.tube_id, r.ordinal limit ${limit}`;
}
