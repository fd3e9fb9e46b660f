import { SAME_RUN_WITHIN_MS } from '#lis/domain';
import type { KnownRun } from './file-layout.js';

/**
 * The number under which a file's readings are kept (docs/decisions/0013): what the technician says; else that of the one
 * run of this plate on this instrument within 12 hours, which came as messages or another file; else the run's
 * name in the file. `isAmbiguous`: several runs are near.
 */
export function chooseRun(
  said: string | undefined,
  nameInFile: string | null,
  observedAt: number | null,
  runs: readonly KnownRun[],
): { runNumber: string; joins: boolean; isAmbiguous: boolean } {
  const own = (said ?? nameInFile ?? '').slice(0, 60);
  if (said !== undefined || runs.some(({ runNumber }) => runNumber === own))
    return { runNumber: own, joins: runs.some(({ runNumber }) => runNumber === own), isAmbiguous: false };
  const near = runs.filter(
    ({ from, to }) =>
      observedAt === null ||
      from === null ||
      to === null ||
      (observedAt >= from - SAME_RUN_WITHIN_MS && observedAt <= to + SAME_RUN_WITHIN_MS),
  );
  const [only] = near;
  if (only === undefined) return { runNumber: own, joins: false, isAmbiguous: false };
  return { runNumber: only.runNumber, joins: true, isAmbiguous: near.length > 1 };
}
