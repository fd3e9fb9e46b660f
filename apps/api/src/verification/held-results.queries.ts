import type { HeldResult } from '#lis/contracts';
import type { Executor } from '#lis/persistence';

/** Results of a laboratory that wait for a person, longest first: codes and calls, never names (law 11). */
export async function listHeld(
  db: Executor,
  sweepId: number,
  laboratoryId: number,
  limit: number,
): Promise<(Omit<HeldResult, 'madeAt'> & { madeAt: number })[]> {
  return db<(Omit<HeldResult, 'madeAt'> & { madeAt: number })[]>`
    with waiting as (
      select r.*, p.barcode from tube_result r
      join run u on u.id = r.run_id join plate p on p.id = u.plate_id and p.laboratory_id = ${laboratoryId}
      where r.sweep_id = ${sweepId} and r.state = 'held'
      order by r.made_at limit ${limit})
    select r.tube_id as "tubeId", r.version, t.code, t.purpose, t.member_count as members, r.outcome, r.reasons, r.well,
      r.barcode as plate, r.made_at as "madeAt"
    from waiting r join tube t on t.sweep_id = ${sweepId} and t.id = r.tube_id
    order by r.made_at, r.tube_id`;
}
