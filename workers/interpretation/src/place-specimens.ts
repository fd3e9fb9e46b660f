import { normaliseTubeCode, zoneOffsetMs } from '#lis/domain';
import { type InstrumentSpecimen, parseHl7Time } from '#lis/hl7';
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
 * is called, from the code that is stored with the reading. `byTube`: the sender's profile says that the code alone
 * tells the well; `runNumber`: of a run that the sender did not name.
 */
export function placeSpecimen(
  sent: SentSpecimen,
  plate: Plate,
  { byTube, runNumber }: { byTube: boolean; runNumber: string | null },
): PlacedReading[] | null {
  const { specimen, message, profile } = sent;
  const isTube = byTube && !isControlRole(specimen.role);
  const code = isTube ? normaliseTubeCode(specimen.tubeCode ?? '') : specimen.tubeCode;
  // a sender that knows no plates means a place in its own rack
  const sentWell = byTube ? null : (specimen.position?.well ?? null);
  const well = sentWell ?? (code === null ? undefined : wellOf(plate, code, byTube));
  if (well === undefined || !plate.wells.has(well)) return null;
  return sent.readingsFor(plate.kit.id).map((reading) => ({
    run: {
      sweepId: plate.sweepId,
      plateId: plate.id,
      instrumentId: message.instrumentId,
      // an analyser that sends no run number has one run a plate
      runNumber: reading.runNumber ?? specimen.runNumber ?? runNumber ?? '',
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
    code: sentWell === null && !byTube ? null : code,
    withoutCt: !profile.ct.sent && reading.ctState === 'not-sent',
    messageId: message.id,
  }));
}

/** What is no tube of ours: a control of the plate, or the analyser's own. */
export function isControlRole(role: InstrumentSpecimen['role']): boolean {
  return role === 'qc' || role === 'calibrator' || role.startsWith('control-');
}

function wellOf(plate: Plate, code: string, byTube: boolean): string | undefined {
  const well = plate.wellOfCode.get(code);
  if (well !== undefined || !byTube) return well;
  // the worklist gave the control the name that stands in the layout
  for (const place of plate.wells.values())
    if (place.control !== null && place.code === code) return place.well;
  return undefined;
}

function observedAt(time: string | null, { messageTime, message }: SentSpecimen, plate: Plate): number {
  const offset = Math.round(zoneOffsetMs(message.receivedAt, plate.timeZone) / 60_000);
  return (
    (time === null ? null : parseHl7Time(time, offset)) ??
    parseHl7Time(messageTime, offset) ??
    message.receivedAt
  );
}
