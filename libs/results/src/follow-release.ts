import { momentText } from '#lis/domain';
import { arrayLiteral, finishSteps, openCases, type Transaction, writeOutbox } from '#lis/persistence';
import { freePersons } from './free-persons.js';
import { type By, isAbnormal, isRetest, type Result } from './result.js';

const sweeps = (results: readonly Result[]) => arrayLiteral(results.map(({ sweepId }) => sweepId));
const tubes = (results: readonly Result[]) => arrayLiteral(results.map(({ tubeId }) => tubeId));

/**
 * What follows from released results, in the transaction that releases them: the report; after an abnormal pool
 * the single re-collection of every member; after a single retest the end of its hold, or the person's case.
 */
export async function followRelease(
  tx: Transaction,
  released: readonly Result[],
  by: By,
  now: number,
): Promise<void> {
  if (released.length === 0) return;
  await writeOutbox(
    tx,
    'report',
    [...new Set(released.map(({ sweepId }) => sweepId))].map((sweepId) => ({
      sweepId,
      payload: {
        results: released
          .filter((result) => result.sweepId === sweepId)
          .map(({ tubeId, version }) => ({ tubeId, version })),
      },
    })),
  );
  await orderRecollections(
    tx,
    released.filter((result) => isAbnormal(result) && !isRetest(result)),
    now,
  );
  const retests = released.filter(isRetest);
  if (retests.length > 0) await followRetests(tx, retests, by, now);
}

async function orderRecollections(tx: Transaction, pools: readonly Result[], now: number): Promise<void> {
  if (pools.length === 0) return;
  await tx`
    insert into recollection (sweep_id, tube_id, ordinal, person_id, case_id, ordered_at)
    select m.sweep_id, m.tube_id, m.ordinal, m.person_id, c.id, ${momentText(now)}::text::timestamptz
    from unnest(${sweeps(pools)}::text::int[], ${tubes(pools)}::text::uuid[]) as r (sweep_id, tube_id)
    join member m on m.sweep_id = r.sweep_id and m.tube_id = r.tube_id
    join case_file c on c.kind = 'abnormal-tube' and c.tube_id = r.tube_id
    on conflict do nothing`;
}

async function followRetests(
  tx: Transaction,
  retests: readonly Result[],
  by: By,
  now: number,
): Promise<void> {
  const at = momentText(now);
  const final = retests.filter(({ outcome }) => outcome === 'negative' || outcome === 'positive');
  const unclear = retests.filter((result) => !final.includes(result));
  // an invalid or inconclusive retest tells nothing, also after a correction: the person is sampled once more
  if (unclear.length > 0) {
    await tx`
      update recollection set single_tube_id = null, resulted_at = null, ordered_at = ${at}::text::timestamptz
      where single_tube_id = any(${tubes(unclear)}::text::uuid[])`;
  }
  await tx`
    update recollection set resulted_at = ${at}::text::timestamptz
    where single_tube_id = any(${tubes(final)}::text::uuid[]) and resulted_at is null`;
  await freePersons(
    tx,
    final.filter(({ outcome }) => outcome === 'negative'),
    by,
    now,
  );
  const positive = final.filter(({ outcome }) => outcome === 'positive');
  if (positive.length > 0) await openPersonCases(tx, positive, now);
  await finishLoops(tx, retests, by, now);
}

async function openPersonCases(tx: Transaction, positive: readonly Result[], now: number): Promise<void> {
  const people = await tx<{ sweepId: number; tubeId: string; personId: number }[]>`
    select sweep_id as "sweepId", tube_id as "tubeId", person_id as "personId" from member
    where (sweep_id, tube_id) in (
      select * from unnest(${sweeps(positive)}::text::int[], ${tubes(positive)}::text::uuid[]))`;
  await openCases(
    tx,
    people.map((person) => ({ ...person, kind: 'positive-person' as const, openedAt: now })),
  );
}

/** n of n: a tube's loop ends when every member has a verified single result. */
async function finishLoops(tx: Transaction, retests: readonly Result[], by: By, now: number): Promise<void> {
  const complete = await tx<{ caseId: number; members: number }[]>`
    select case_id as "caseId", count(*)::int as members from recollection
    where case_id in (
      select case_id from recollection where single_tube_id = any(${tubes(retests)}::text::uuid[]))
    group by 1 having bool_and(resulted_at is not null)`;
  for (const step of ['members-recollected', 'retests-resulted', 'retests-verified']) {
    await finishSteps(
      tx,
      complete.map(({ caseId, members }) => ({ caseId, step, at: now, by: by.actor, proof: { members } })),
    );
  }
}
