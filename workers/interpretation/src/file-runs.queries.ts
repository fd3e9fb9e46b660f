import { arrayLiteral, type Executor } from '#lis/persistence';
import type { PlacedReading } from './place-specimens.js';

/** A run of which a file was accepted. `known`: the numbers that runs of the plate on this instrument have already. */
export type FileRun = {
  instrumentId: number;
  plateId: string;
  runNumber: string;
  observedAt: number;
  messageId: number;
  known: string[];
};

/** The accepted files of the plates and instruments of a batch, the first accepted first; mostly none: one look-up by key. */
export async function readFileRuns(tx: Executor, placed: readonly PlacedReading[]): Promise<FileRun[]> {
  const pairs = new Map(placed.map(({ run }) => [`${run.plateId}\n${run.instrumentId}`, run]));
  if (pairs.size === 0) return [];
  const runs = [...pairs.values()];
  return tx<FileRun[]>`
    select f.instrument_id as "instrumentId", f.plate_id as "plateId", f.run_number as "runNumber",
      f.observed_at as "observedAt", f.message_id as "messageId",
      array(select r.run_number from run r
        where r.plate_id = f.plate_id and r.instrument_id = f.instrument_id) as known
    from unnest(
      ${arrayLiteral(runs.map(({ plateId }) => plateId))}::text::uuid[],
      ${arrayLiteral(runs.map(({ instrumentId }) => instrumentId))}::text::int[]) as p (plate_id, instrument_id)
    join instrument_file f on f.plate_id = p.plate_id and f.instrument_id = p.instrument_id and f.state = 'accepted'
    order by f.accepted_at, f.id`;
}
