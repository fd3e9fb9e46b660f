import type { AskedForecast } from './progress/index.js';
import type { Drill } from './drill.js';
import type { Entry, EntryOf } from './journal/index.js';
import { blankPlate, type Plate, type Plates } from './laboratory/index.js';

export type Resumed = {
  /** written down, but perhaps not laid out */
  toLayOut: Plate[];
  /** in an instrument, or its readings are on their way */
  toRun: Plate[];
  confirmed: Set<string>;
  forecast: AskedForecast | null;
};

/** When everything had been done, by the journal; 0 for a drill that begins. */
export const doneUntilOf = (entries: readonly Entry[]): number =>
  entries.reduce((until, entry) => (entry.k === 'until' ? Math.max(until, entry.at) : until), 0);

/** Takes from the journal what cannot be computed again. */
export function resume(drill: Drill, plates: Plates, entries: readonly Entry[]): Resumed {
  const resumed: Resumed = { toLayOut: [], toRun: [], confirmed: new Set(), forecast: null };
  const known = new Map<number, Known>();
  for (const entry of entries) {
    if (entry.k === 'first-request') drill.firstRequestAt ??= entry.machine;
    else if (entry.k === 'violation') drill.violations.restore(entry.code, entry.detail);
    else if (entry.k === 'recollect') drill.recollections.add(entry);
    else if (entry.k === 'confirmed') resumed.confirmed.add(entry.report);
    else if (entry.k === 'forecast') resumed.forecast = entry;
    else if (entry.k === 'plate') known.set(entry.n, writtenDown(drill, plates, entry));
    else if (entry.k !== 'until') followPlate(drill, known.get(entry.n), entry);
  }
  for (const { plate, ran, sent } of known.values()) {
    if (!ran) resumed.toLayOut.push(plate);
    else if (!sent) resumed.toRun.push(plate);
    else {
      drill.counts.runs += 1;
      plates.opened(plate);
      plates.sending(plate);
    }
    if (ran) drill.counts.plates += 1;
  }
  return resumed;
}

type Known = { plate: Plate; ran: boolean; sent: boolean };

function followPlate(
  drill: Drill,
  known: Known | undefined,
  entry: EntryOf<'run' | 'sent' | 'resolved'>,
): void {
  if (!known) return;
  if (entry.k === 'run') {
    known.plate = { ...known.plate, instrument: entry.instrument, until: entry.until };
    known.ran = true;
  } else if (entry.k === 'sent') {
    known.sent = true;
    drill.counts.wellsSent += entry.wells;
    drill.counts.readingsSent += entry.readings;
  } else {
    known.plate = { ...known.plate, judged: true };
    if (entry.how === 'rejected') drill.counts.rejectedRuns += 1;
  }
}

function writtenDown({ marks }: Drill, plates: Plates, entry: EntryOf<'plate'>): Known {
  const { n, laboratory, tubes, at, returned } = entry;
  plates.taken(n);
  for (const serial of tubes) {
    marks.set(serial, 'plated');
    marks.putOnPlate(serial, n);
  }
  return { plate: { ...blankPlate, n, laboratory, tubes, laidOutAt: at, returned }, ran: false, sent: false };
}
