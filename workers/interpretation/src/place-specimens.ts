import { zoneOffsetMs } from '#lis/domain';
import { parseHl7Time } from '#lis/hl7';
import type { Plate } from './plates.queries.js';
import type { SentSpecimen } from './read-stored-message.js';
import type { StoredReading } from './readings.queries.js';
import type { RunKey } from './runs.queries.js';

/** A reading in its well; `runId` is filled in when the run is open. */
export type PlacedReading = StoredReading & { run: RunKey };

export const nameOfRun = ({ instrumentId, runNumber, plateId }: Omit<RunKey, 'kitLot' | 'sweepId'>) =>
  `${instrumentId}\n${runNumber}\n${plateId}`;

/**
 * Puts a specimen's readings into its well of the plate. The place that was sent counts; without one the code's
 * place does, and without either there is no well: null. That place and code agree is checked when the well
 * is called, from the code that is stored with the reading.
 */
export function placeSpecimen(sent: SentSpecimen, plate: Plate): PlacedReading[] | null {
  const { specimen, message } = sent;
  const code = specimen.tubeCode;
  const sentWell = specimen.position?.well ?? null;
  const well = sentWell ?? (code === null ? undefined : plate.wellOfCode.get(code));
  if (well === undefined || !plate.wells.has(well)) return null;
  return sent.readings.map((reading) => ({
    run: {
      sweepId: plate.sweepId,
      plateId: plate.id,
      instrumentId: message.instrumentId,
      // an analyser that sends no run number has one run a plate
      runNumber: reading.runNumber ?? specimen.runNumber ?? '',
      kitLot: specimen.kitLot,
    },
    runId: 0,
    well,
    target: reading.target,
    observedAt: observedAt(reading.observedAt, sent, plate),
    ct: reading.ct,
    rawValue: reading.rawValue,
    analyserCall: reading.analyserCall,
    status: reading.ctState === 'unreadable' ? 'X' : reading.status,
    // a specimen that was not placed has no say on where it stands: held like one in the wrong well
    code: sentWell === null ? null : code,
    messageId: message.id,
  }));
}

function observedAt(time: string | null, { messageTime, message }: SentSpecimen, plate: Plate): number {
  const offset = Math.round(zoneOffsetMs(message.receivedAt, plate.timeZone) / 60_000);
  return (
    (time === null ? null : parseHl7Time(time, offset)) ??
    parseHl7Time(messageTime, offset) ??
    message.receivedAt
  );
}
