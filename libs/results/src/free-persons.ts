import { momentText } from '#lis/domain';
import { arrayLiteral, type Transaction } from '#lis/persistence';
import type { By } from './result.js';

/**
 * Ends the holds of the members of `tubes`, under every name they have, of those whom nothing else concerns: no
 * re-collection without its result, no abnormal tube that was not settled by a single one (also one that nobody
 * has looked at yet), no open case of a positive result in another tube.
 */
export async function freePersons(
  tx: Transaction,
  tubes: readonly { sweepId: number; tubeId: string }[],
  by: By,
  now: number,
): Promise<void> {
  if (tubes.length === 0) return;
  const ids = arrayLiteral(tubes.map(({ tubeId }) => tubeId));
  // the pairs come first: as one statement the plan expects a whole sweep of people and reads every member
  const pairs = await tx<{ asked: number; id: number }[]>`
    with recursive same (asked, id) as (
      select m.person_id, m.person_id
      from unnest(${arrayLiteral(tubes.map(({ sweepId }) => sweepId))}::text::int[], ${ids}::text::uuid[])
        as f (sweep_id, tube_id)
      join member m on m.sweep_id = f.sweep_id and m.tube_id = f.tube_id
      union
      select s.asked, case when a.person_id = s.id then a.canonical_id else a.person_id end
      from same s join person_alias a on (a.person_id = s.id or a.canonical_id = s.id) and a.undone_at is null)
    select asked, id from same`;
  await tx`
    with same (asked, id) as (
      select * from unnest(
        ${arrayLiteral(pairs.map(({ asked }) => asked))}::text::bigint[],
        ${arrayLiteral(pairs.map(({ id }) => id))}::text::bigint[])),
    kept as (
      select s.asked from same s join recollection c on c.person_id = s.id where c.resulted_at is null
      union
      select s.asked from same s join case_file f on f.person_id = s.id
      where f.kind = 'positive-person' and f.closed_at is null and f.tube_id <> all(${ids}::text::uuid[])
      union
      select s.asked from same s
      join member m on m.person_id = s.id
      join tube t on t.sweep_id = m.sweep_id and t.id = m.tube_id and t.state <> 'void'
      join lateral (
        select outcome, state from tube_result where sweep_id = t.sweep_id and tube_id = t.id
        order by version desc limit 1) r on r.outcome <> 'negative'
      where not exists (
        select from recollection c
        where c.sweep_id = t.sweep_id and c.tube_id = t.id and c.person_id = s.id and c.resulted_at is not null)
      -- of a verified single retest its order speaks: open again, resulted, or a positive person's case
      and not (r.state = 'released' and t.purpose = 'recollection' and t.member_count = 1 and exists (
        select from recollection c
        where c.sweep_id = t.sweep_id and c.tube_id = t.cause_tube_id and c.person_id = s.id)))
    update person_hold h set closed_at = ${momentText(now)}::text::timestamptz, closed_by = ${by.actor}
    from same s
    where h.person_id = s.id and h.closed_at is null and s.asked not in (select asked from kept)`;
}
