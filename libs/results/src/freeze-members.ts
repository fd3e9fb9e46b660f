import { momentText } from '#lis/domain';
import { arrayLiteral, finishSteps, openCases, type Transaction } from '#lis/persistence';
import { type By, isRetest, type Result } from './result.js';

/**
 * Holds every member of abnormal tubes, and whoever is the same person under any alias, and opens the tube's
 * case: its notification clock starts at the abnormal call (DOMAIN 6). A person has at most one open hold.
 */
export async function freezeMembers(
  tx: Transaction,
  abnormal: readonly Result[],
  by: By,
  now: number,
): Promise<void> {
  if (abnormal.length === 0) return;
  await tx`
    with recursive frozen as (
      select m.person_id, r.sweep_id, r.tube_id, r.outcome
      from unnest(
        ${arrayLiteral(abnormal.map(({ sweepId }) => sweepId))}::text::int[],
        ${arrayLiteral(abnormal.map(({ tubeId }) => tubeId))}::text::uuid[],
        ${arrayLiteral(abnormal.map(({ outcome }) => outcome))}::text::text[]) as r (sweep_id, tube_id, outcome)
      join member m on m.sweep_id = r.sweep_id and m.tube_id = r.tube_id
      -- who has a verified single result for this tube is told apart from it already
      where not exists (
        select from recollection c
        where c.sweep_id = r.sweep_id and c.tube_id = r.tube_id and c.person_id = m.person_id
          and c.resulted_at is not null)),
    everyone (person_id, sweep_id, tube_id, outcome) as (
      select * from frozen
      union
      select case when a.person_id = e.person_id then a.canonical_id else a.person_id end, e.sweep_id, e.tube_id, e.outcome
      from everyone e join person_alias a
        on (a.person_id = e.person_id or a.canonical_id = e.person_id) and a.undone_at is null)
    insert into person_hold (person_id, sweep_id, tube_id, reason, opened_at)
    select person_id, sweep_id, tube_id, outcome, ${momentText(now)}::text::timestamptz from everyone
    order by person_id
    on conflict (person_id) where closed_at is null do nothing`;
  const pools = abnormal.filter((result) => !isRetest(result));
  const cases = await openCases(
    tx,
    pools.map(({ sweepId, tubeId }) => ({
      sweepId,
      tubeId,
      kind: 'abnormal-tube' as const,
      personId: null,
      openedAt: now,
    })),
  );
  await finishSteps(
    tx,
    cases
      .filter(({ opened }) => opened)
      .map(({ id }) => ({ caseId: id, step: 'members-frozen', at: now, by: by.actor, proof: null })),
  );
}
