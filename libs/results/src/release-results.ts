import { mayRelease, momentText } from '#lis/domain';
import { addTallies, arrayLiteral, type Transaction, writeAudit } from '#lis/persistence';
import { followRelease } from './follow-release.js';
import { type By, isAbnormal, isRetest, type Result } from './result.js';
import { stageTallies } from './stage-tallies.js';

export type ReleaseAnswer = {
  tubeId: string;
  outcome: 'released' | 'already-released' | 'refused';
  code?: string;
};
type Held = Result & {
  state: 'held' | 'released' | 'superseded';
  disputed: boolean;
  runState: string;
  /** no version of the tube's result has left yet */
  firstToLeave: boolean;
  tubeState: string;
  /** everybody who laid out a plate of which this result or an earlier one of the tube comes */
  ranBy: number[];
  /** open holds on members that this tube is not the retest of */
  otherHolds: number;
};

/** Who looks at the results of one laboratory. */
export type Verifier = { id: number; laboratoryId: number | null };

/**
 * A person releases held results: somebody else than who ran them or an earlier version that they are compared with,
 * of the same realm. A negative never leaves
 * over an open hold, save the single retest that the hold is waiting for (law 5). An answer per result; what is at
 * another laboratory is unknown.
 */
export async function releaseResults(
  tx: Transaction,
  verifier: Verifier,
  by: By,
  asked: { sweepId: number; results: readonly { tubeId: string; version: number }[] },
  now: number,
): Promise<ReleaseAnswer[]> {
  const found = await readHeld(tx, verifier.laboratoryId, asked);
  const answers = new Map<string, ReleaseAnswer>();
  const releasable: Held[] = [];
  for (const result of found.values()) {
    const code = refusalOf(result, verifier.id);
    if (result.state === 'released') {
      answers.set(result.tubeId, { tubeId: result.tubeId, outcome: 'already-released' });
    } else if (code !== null) answers.set(result.tubeId, { tubeId: result.tubeId, outcome: 'refused', code });
    else releasable.push(result);
  }
  if (releasable.length > 0) await release(tx, releasable, by, now);
  for (const { tubeId } of releasable) answers.set(tubeId, { tubeId, outcome: 'released' });
  return asked.results.map(
    ({ tubeId }) => answers.get(tubeId) ?? { tubeId, outcome: 'refused', code: 'result-unknown' },
  );
}

function refusalOf(result: Held, verifierId: number): string | null {
  if (result.state === 'superseded') return 'result-superseded';
  if (!result.ranBy.every((tester) => mayRelease(verifierId, tester))) return 'verifier-ran-it';
  if (result.disputed) return 'tube-conflict';
  if (result.runState !== 'accepted') return 'run-not-accepted';
  if (result.tubeState !== 'resulted' && result.tubeState !== 'released') return 'tube-state';
  if (!isAbnormal(result) && result.otherHolds > 0) return 'member-on-hold';
  return null;
}

async function readHeld(
  tx: Transaction,
  laboratoryId: number | null,
  { sweepId, results }: { sweepId: number; results: readonly { tubeId: string; version: number }[] },
): Promise<Map<string, Held>> {
  const rows = await tx<Held[]>`
    select t.sweep_id as "sweepId", t.id as "tubeId", r.version, r.outcome, t.purpose, t.site_id as "siteId",
      t.member_count as members, r.state, (t.held or t.outcome = 'conflict') as disputed, u.state as "runState",
      t.state as "tubeState", t.released_at is null as "firstToLeave", (
        select array_agg(distinct q.laid_out_by) from tube_result e join run v on v.id = e.run_id
        join plate q on q.id = v.plate_id
        where e.sweep_id = r.sweep_id and e.tube_id = r.tube_id and e.version <= r.version) as "ranBy",
      (select count(*)::int from member m join person_hold h on h.person_id = m.person_id and h.closed_at is null
        where m.sweep_id = t.sweep_id and m.tube_id = t.id and not exists (
          select from recollection c where c.single_tube_id = t.id and c.person_id = m.person_id)) as "otherHolds"
    from unnest(
      ${arrayLiteral(results.map(({ tubeId }) => tubeId))}::text::uuid[],
      ${arrayLiteral(results.map(({ version }) => version))}::text::int[]) as a (tube_id, version)
    join tube_result r on r.sweep_id = ${sweepId} and r.tube_id = a.tube_id and r.version = a.version
    join tube t on t.sweep_id = r.sweep_id and t.id = r.tube_id
    join run u on u.id = r.run_id join plate p on p.id = u.plate_id and p.laboratory_id = ${laboratoryId}
    order by t.id for update of r, t`;
  return new Map(rows.map((row) => [row.tubeId, row]));
}

async function release(tx: Transaction, results: readonly Held[], by: By, now: number): Promise<void> {
  const at = momentText(now);
  const ids = arrayLiteral(results.map(({ tubeId }) => tubeId));
  const [first] = results;
  const sweepId = first?.sweepId ?? 0;
  await tx`
    update tube_result r set
      state = case when r.version = a.version then 'released' else 'superseded' end,
      released_at = case when r.version = a.version then ${at}::text::timestamptz
        else coalesce(r.released_at, ${at}::text::timestamptz) end,
      released_by = case when r.version = a.version then ${by.actor} else r.released_by end
    from unnest(${ids}::text::uuid[], ${arrayLiteral(results.map(({ version }) => version))}::text::int[])
      as a (tube_id, version)
    where r.sweep_id = ${sweepId} and r.tube_id = a.tube_id and r.version <= a.version and r.state <> 'superseded'`;
  await tx`
    update tube set state = 'released', released_at = ${at}::text::timestamptz
    where sweep_id = ${sweepId} and id = any(${ids}::text::uuid[])`;
  // whichever version is the first to leave: a rerun may be released in the place of the first well
  const leaving = results.filter(({ firstToLeave }) => firstToLeave);
  await addTallies(tx, [
    ...stageTallies('held', leaving, now, -1),
    ...stageTallies('released', leaving, now),
  ]);
  await writeAudit(
    tx,
    results.map((result) => ({
      at: now,
      sweepId,
      actor: by.actor,
      origin: by.origin,
      action: 'result-released',
      subject: `tube:${result.tubeId}`,
      detail: { version: result.version, outcome: result.outcome, retest: isRetest(result) },
    })),
  );
  await followRelease(tx, results, by, now);
}
