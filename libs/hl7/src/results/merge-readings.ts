import type { InstrumentReading, ReadingStatus } from './instrument-results.js';
import type { Observation } from './read-observation.js';

// When the Ct and the call of a target differ in status, the more cautious one stands.
const caution: ReadingStatus[] = ['X', 'W', 'D', 'P', 'C', 'F'];

interface Draft {
  reading: InstrumentReading;
  hasCt: boolean;
  hasCall: boolean;
}

/**
 * Joins the Ct and the call of a target (separate OBX, e.g. ORF1AB and ORF1AB_CT) into one reading per target
 * and sub-id. A second Ct or a second call for the same pair is a reading of its own: nothing is overwritten.
 */
export function mergeReadings(observations: readonly Observation[]): InstrumentReading[] {
  const drafts: Draft[] = [];
  for (const observation of observations) {
    const { kind } = observation.value;
    const open = drafts.find(
      ({ reading, hasCt, hasCall }) =>
        reading.target === observation.target &&
        reading.runNumber === observation.runNumber &&
        !(kind === 'ct' && hasCt) &&
        !(kind === 'call' && hasCall),
    );
    if (open === undefined) drafts.push(draftOf(observation));
    else join(open, observation);
  }
  return drafts.map(({ reading }) => reading);
}

function draftOf(observation: Observation): Draft {
  const { target, status, observedAt, flags, runNumber } = observation;
  const draft: Draft = {
    reading: {
      target,
      ct: null,
      ctState: 'not-sent',
      rawValue: '',
      analyserCall: null,
      rawCall: '',
      status,
      observedAt,
      flags: [...flags],
      runNumber,
    },
    hasCt: false,
    hasCall: false,
  };
  setValue(draft, observation);
  return draft;
}

function join(draft: Draft, observation: Observation): void {
  const { reading } = draft;
  setValue(draft, observation);
  if (caution.indexOf(observation.status) < caution.indexOf(reading.status))
    reading.status = observation.status;
  reading.observedAt ??= observation.observedAt;
  for (const flag of observation.flags) if (!reading.flags.includes(flag)) reading.flags.push(flag);
}

function setValue(draft: Draft, { value }: Observation): void {
  const { reading } = draft;
  if (value.kind === 'ct') {
    draft.hasCt = true;
    reading.ct = value.ct;
    reading.ctState = value.ctState;
    reading.rawValue = value.raw;
  } else if (value.kind === 'call') {
    draft.hasCall = true;
    reading.analyserCall = value.call;
    reading.rawCall = value.raw;
  }
}
