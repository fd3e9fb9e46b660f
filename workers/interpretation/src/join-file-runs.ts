import { isSameReportedCt, SAME_RUN_WITHIN_MS } from '#lis/domain';
import type { FileRun } from './file-runs.queries.js';
import type { PlacedReading } from './place-specimens.js';
import type { StoredReading } from './readings.queries.js';

/**
 * Messages of a run whose file was accepted first go to the file's run, under whatever number they came, when no run of their
 * own number stands there and the times are near (docs/decisions/0013). Should it be another run after all, its values
 * differ from the file's and a person decides.
 */
export function joinFileRuns(files: readonly FileRun[], placed: readonly PlacedReading[]): void {
  if (files.length === 0) return;
  for (const { run, observedAt } of placed) {
    const own = files.filter(
      ({ instrumentId, plateId }) => instrumentId === run.instrumentId && plateId === run.plateId,
    );
    if (own.some(({ runNumber, known }) => runNumber === run.runNumber || known.includes(run.runNumber)))
      continue;
    const near = own.find((file) => Math.abs(file.observedAt - observedAt) <= SAME_RUN_WITHIN_MS);
    if (near !== undefined) run.runNumber = near.runNumber;
  }
}

/**
 * Within a run a thermocycler reads each well once: a file's reading is the message's measurement, or another file's, although
 * the file has one time for the whole plate. The later one takes the time of the first, and its value where both say the
 * same; any other value stays and is sorted as a difference.
 */
export function alignFileReadings(
  files: readonly FileRun[],
  known: readonly StoredReading[],
  placed: readonly PlacedReading[],
): void {
  if (files.length === 0) return;
  const fromFile = new Set(files.map(({ messageId }) => messageId));
  const first = new Map<string, StoredReading[]>();
  const nameOf = ({ runId, well, target }: StoredReading) => `${runId}\n${well}\n${target}`;
  const keep = (reading: StoredReading) => {
    const own = first.get(nameOf(reading));
    if (own) own.push(reading);
    else first.set(nameOf(reading), [reading]);
  };
  for (const reading of known) if (reading.status !== 'P') keep(reading);
  for (const reading of placed) {
    const others = first.get(nameOf(reading)) ?? [];
    // a file speaks of whatever stands there; a message speaks of a file's reading
    const other = fromFile.has(reading.messageId)
      ? others.at(-1)
      : others.find(({ messageId }) => fromFile.has(messageId));
    if (other === undefined) {
      if (reading.status !== 'P') keep(reading);
      continue;
    }
    reading.observedAt = other.observedAt;
    if (isSameReport(other, reading)) {
      reading.ct = other.ct;
      reading.analyserCall = other.analyserCall;
      reading.code = other.code;
    }
  }
}

/** Both say the same; one may be silent about the call (when it follows from the Ct) or about the sample. */
function isSameReport(one: StoredReading, other: StoredReading): boolean {
  if (!isSameReportedCt(one.ct, other.ct)) return false;
  const follows = ({ analyserCall, ct }: StoredReading) =>
    analyserCall === null ||
    (analyserCall === 'POS' && ct !== null) ||
    (analyserCall === 'NEG' && ct === null);
  const isSameCall = one.analyserCall === other.analyserCall || (follows(one) && follows(other));
  return isSameCall && (one.code === null || other.code === null || one.code === other.code);
}
