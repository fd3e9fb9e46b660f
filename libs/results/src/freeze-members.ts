import { momentText } from '#lis/domain';
import { arrayLiteral, finishSteps, openCases, type Transaction } from '#lis/persistence';
import { type By, isRetest, type Result } from './result.js';

/**
 * Holds every member of abnormal tubes, and whoever is the same person under an alias, and opens the tube's
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
    with frozen as (
      select m.person_id, r.sweep_id, r.tube_id, r.outcome
      from unnest(
        ${arrayLiteral(abnormal.map(({ sweepId }) => sweepId))}::text::int[],
        ${arrayLiteral(abnormal.map(({ tubeId }) => tubeId))}::text::uuid[],
        ${arrayLiteral(abnormal.map(({ outcome }) => outcome))}::text::text[]) as r (sweep_id, tube_id, outcome)
      join member m on m.sweep_id = r.sweep_id and m.tube_id = r.tube_id),
    everyone as (
      select * from frozen
      union select a.canonical_id, f.sweep_id, f.tube_id, f.outcome from frozen f
        join person_alias a on a.person_id = f.person_id and a.undone_at is null
      union select a.person_id, f.sweep_id, f.tube_id, f.outcome from frozen f
        join person_alias a on a.canonical_id = f.person_id and a.undone_at is null)
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
