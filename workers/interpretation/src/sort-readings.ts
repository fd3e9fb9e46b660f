import type { PlacedReading } from './place-specimens.js';
import type { StoredReading } from './readings.queries.js';

export type ReadingConflict = { code: 'reading-corrected' | 'reading-differs'; reading: PlacedReading };
export type SortedReadings = { fresh: PlacedReading[]; conflicts: ReadingConflict[] };

/**
 * Tells new measurements from repeats and from other values for the same measurement (law 2). A preliminary
 * value gives way to its final one; a preliminary one that comes after the final says nothing; any other
 * difference is never stored over the first: a correction (status C, D, W) or an unexplained one.
 */
export function sortReadings(
  known: readonly StoredReading[],
  sent: readonly PlacedReading[],
): SortedReadings {
  const byName = new Map(known.map((reading) => [nameOf(reading), reading]));
  const fresh = new Map<string, PlacedReading>();
  const conflicts: ReadingConflict[] = [];
  for (const reading of sent) {
    const name = nameOf(reading);
    const first = byName.get(name);
    if (first === undefined || (first.status === 'P' && reading.status !== 'P')) {
      byName.set(name, reading);
      fresh.set(name, reading);
    } else if (reading.status !== 'P' && !isSameValue(first, reading)) {
      const isCorrection = ['C', 'D', 'W'].includes(reading.status);
      conflicts.push({ code: isCorrection ? 'reading-corrected' : 'reading-differs', reading });
    }
  }
  return { fresh: [...fresh.values()], conflicts };
}

const nameOf = ({ runId, well, target, observedAt }: StoredReading) =>
  `${runId}\n${well}\n${target}\n${observedAt}`;

function isSameValue(one: StoredReading, other: StoredReading): boolean {
  const isWithdrawn = ({ status }: StoredReading) => ['D', 'W', 'X'].includes(status);
  const single = (ct: number | null) => (ct === null ? null : Math.fround(ct));
  return (
    single(one.ct) === single(other.ct) &&
    (one.ct !== null || (one.rawValue === '') === (other.rawValue === '')) &&
    one.analyserCall === other.analyserCall &&
    one.code === other.code &&
    isWithdrawn(one) === isWithdrawn(other)
  );
}
