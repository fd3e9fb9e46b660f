import { FileRefusal, type FilePlace } from '../file-refusal.js';
import type { FileReading, FileTask, FileWell } from '../instrument-file.js';

export type WellRow = {
  well: string;
  sample: string | null;
  task: FileTask | null;
  reading: FileReading;
  place: FilePlace;
};

/**
 * Wells out of rows of one target each. The same target of a well twice with the same values is one reading and a warning;
 * with other values nobody can say which one holds, and two samples cannot be in one well.
 * @throws FileRefusal `well-differs`
 */
export function collectWells(rows: readonly WellRow[]): { wells: FileWell[]; warnings: string[] } {
  const wells = new Map<string, FileWell>();
  const warnings = new Set<string>();
  for (const { well, sample, task, reading, place } of rows) {
    const known = wells.get(well);
    if (known === undefined) {
      wells.set(well, { well, sample, task, readings: [reading] });
      continue;
    }
    const differs = (one: unknown, other: unknown) => one !== null && other !== null && one !== other;
    if (differs(known.sample, sample) || differs(known.task, task))
      throw new FileRefusal('well-differs', place, well);
    known.sample ??= sample;
    known.task ??= task;
    const same = known.readings.find(
      ({ target, dye }) => target === reading.target && (target !== null || dye === reading.dye),
    );
    if (same === undefined) known.readings.push(reading);
    else if (same.ct !== reading.ct || same.call !== reading.call)
      throw new FileRefusal('well-differs', place, well);
    else warnings.add(`reading-twice:${well}`);
  }
  return { wells: [...wells.values()], warnings: [...warnings] };
}
