import { mayRelease, momentText, type WellCall } from '#lis/domain';
import { addPoolCounts, type Transaction, writeAudit } from '#lis/persistence';
import { followRelease } from './follow-release.js';
import { freePersons } from './free-persons.js';
import { freezeMembers } from './freeze-members.js';
import type { Verifier } from './release-results.js';
import { type By, isAbnormal, type Result } from './result.js';

export type CorrectionAnswer =
  | { kind: 'corrected'; version: number }
  | {
      kind: 'refused';
      code: 'result-unknown' | 'not-the-latest' | 'not-released' | 'verifier-released-it' | 'verifier-ran-it';
    };
type Released = Result & { state: string; releasedBy: string | null; latest: number; ranBy: number[] };

/**
 * Corrects a released result: a new version, by somebody else than who released it and than who ran it or an earlier
 * version; the original stays. It is reported again to everyone who got the first (R6). A pool that turns abnormal holds
 * its members and orders their re-collection; one that turns negative frees those whom nothing else holds.
 */
export async function correctResult(
  tx: Transaction,
  verifier: Verifier,
  by: By,
  asked: { sweepId: number; tubeId: string; version: number; outcome: WellCall },
  now: number,
): Promise<CorrectionAnswer> {
  const [found] = await tx<Released[]>`
    select r.sweep_id as "sweepId", r.tube_id as "tubeId", r.version, r.outcome, t.purpose, t.site_id as "siteId",
      t.member_count as members, r.state, r.released_by as "releasedBy",
      (select max(version) from tube_result l where l.sweep_id = r.sweep_id and l.tube_id = r.tube_id) as latest,
      (select array_agg(distinct q.laid_out_by) from tube_result e join run v on v.id = e.run_id
        join plate q on q.id = v.plate_id
        where e.sweep_id = r.sweep_id and e.tube_id = r.tube_id and e.version <= r.version) as "ranBy"
    from tube_result r join tube t on t.sweep_id = r.sweep_id and t.id = r.tube_id
    join run u on u.id = r.run_id join plate p on p.id = u.plate_id and p.laboratory_id = ${verifier.laboratoryId}
    where r.sweep_id = ${asked.sweepId} and r.tube_id = ${asked.tubeId} and r.version = ${asked.version}
    for update of r, t`;
  if (!found) return { kind: 'refused', code: 'result-unknown' };
  if (found.latest !== found.version) return { kind: 'refused', code: 'not-the-latest' };
  if (found.state !== 'released') return { kind: 'refused', code: 'not-released' };
  if (found.releasedBy === by.actor) return { kind: 'refused', code: 'verifier-released-it' };
  if (!found.ranBy.every((tester) => mayRelease(verifier.id, tester)))
    return { kind: 'refused', code: 'verifier-ran-it' };
  const { sweepId, tubeId, purpose, siteId, members } = found;
  const version = found.version + 1;
  const result: Result = { sweepId, tubeId, version, outcome: asked.outcome, purpose, siteId, members };
  const at = momentText(now);
  await tx`
    insert into tube_result (sweep_id, tube_id, version, outcome, run_id, well, rule_version, state, reasons, made_at,
      released_at, released_by)
    select sweep_id, tube_id, ${version}, ${asked.outcome}, run_id, well, rule_version, 'released', '{corrected}',
      ${at}::text::timestamptz, ${at}::text::timestamptz, ${by.actor}
    from tube_result where sweep_id = ${sweepId} and tube_id = ${tubeId} and version = ${found.version}`;
  await tx`
    update tube_result set state = 'superseded'
    where sweep_id = ${sweepId} and tube_id = ${tubeId} and version = ${found.version}`;
  await addPoolCounts(tx, [result]);
  await writeAudit(tx, [
    {
      at: now,
      sweepId,
      actor: by.actor,
      origin: by.origin,
      action: 'result-corrected',
      subject: `tube:${tubeId}`,
      detail: { from: found.outcome, to: asked.outcome, version },
    },
  ]);
  if (isAbnormal(result)) await freezeMembers(tx, [result], by, now);
  else {
    // nobody is sampled again for a tube that was not abnormal
    await tx`
      delete from recollection
      where sweep_id = ${sweepId} and tube_id = ${tubeId} and single_tube_id is null and resulted_at is null`;
    await freePersons(tx, [result], by, now);
  }
  await followRelease(tx, [result], by, now);
  return { kind: 'corrected', version };
}
