import { momentText } from '#lis/domain';
import { arrayLiteral, type Executor } from '#lis/persistence';

export type RunKey = {
  sweepId: number;
  plateId: string;
  instrumentId: number;
  runNumber: string;
  kitLot: string | null;
};
export type Run = RunKey & { id: number; state: 'waiting' | 'accepted' | 'rejected' };

/** Opens the runs that are new, and locks them all in the order of their ids. */
export async function openRuns(
  tx: Executor,
  keys: readonly RunKey[],
  at: (sweepId: number) => number,
): Promise<Run[]> {
  const columns = [
    arrayLiteral(keys.map(({ sweepId }) => sweepId)),
    arrayLiteral(keys.map(({ plateId }) => plateId)),
    arrayLiteral(keys.map(({ instrumentId }) => instrumentId)),
    arrayLiteral(keys.map(({ runNumber }) => runNumber)),
  ] as const;
  await tx`
    insert into run (sweep_id, plate_id, instrument_id, run_number, state, kit_lot, opened_at)
    select k.sweep_id, k.plate_id, k.instrument_id, k.run_number, 'waiting', k.kit_lot, k.at from unnest(
      ${columns[0]}::text::int[], ${columns[1]}::text::uuid[], ${columns[2]}::text::int[], ${columns[3]}::text::text[],
      ${arrayLiteral(keys.map(({ kitLot }) => kitLot))}::text::text[],
      ${arrayLiteral(keys.map(({ sweepId }) => momentText(at(sweepId))))}::text::timestamptz[])
      as k(sweep_id, plate_id, instrument_id, run_number, kit_lot, at)
    order by k.instrument_id, k.run_number, k.plate_id
    on conflict do nothing`;
  return tx<Run[]>`
    select id, sweep_id as "sweepId", plate_id as "plateId", instrument_id as "instrumentId", run_number as "runNumber",
      state, kit_lot as "kitLot"
    from run where (instrument_id, run_number, plate_id) in (select * from unnest(
      ${columns[2]}::text::int[], ${columns[3]}::text::text[], ${columns[1]}::text::uuid[]))
    order by id for update`;
}

export type RunVerdict = { run: Run; state: 'accepted' | 'rejected'; reasons: string[]; at: number };

/** Moves waiting runs; the tubes of a rejected one go back to the rack (lifecycle: plated → received). */
export async function writeVerdicts(tx: Executor, verdicts: readonly RunVerdict[]): Promise<void> {
  if (verdicts.length === 0) return;
  await tx`
    update run r set state = v.state, reasons = array(select jsonb_array_elements_text(v.reasons)), judged_at = v.at
    from unnest(
      ${arrayLiteral(verdicts.map(({ run }) => run.id))}::text::bigint[],
      ${arrayLiteral(verdicts.map(({ state }) => state))}::text::text[],
      ${arrayLiteral(verdicts.map(({ reasons }) => JSON.stringify(reasons)))}::text::jsonb[],
      ${arrayLiteral(verdicts.map(({ at }) => momentText(at)))}::text::timestamptz[]) as v(id, state, reasons, at)
    where r.id = v.id and r.state = 'waiting'`;
  const rejected = verdicts.filter(({ state }) => state === 'rejected');
  for (const { run } of rejected) {
    await tx`
      update tube set state = 'received', plated_at = null
      where sweep_id = ${run.sweepId} and state = 'plated' and id in (
        select tube_id from well
        where sweep_id = ${run.sweepId} and plate_id = ${run.plateId} and tube_id is not null)`;
  }
}
