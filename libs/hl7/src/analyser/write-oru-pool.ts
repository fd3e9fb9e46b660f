import { components, writeMessage, writeSegment, type Field } from '../message/write-segment.js';
import type { AnalyserRun, AnalyserWell } from './analyser-run.js';
import {
  ORDERED_TEST,
  writeAnalyserHeader,
  writeContainer,
  writeEquipment,
  writeKit,
  writeReading,
  writeSpecimen,
} from './analyser-segments.js';

/**
 * An analyser's message for one specimen, HL7 2.5.1 ORU^R01: the overall call, a Ct per target, then SPM with SAC
 * and INV. About 1.2 kB as UTF-8. Text without the MLLP frame.
 */
export function writeOruPool(pool: AnalyserRun & { well: AnalyserWell }): string {
  const { well } = pool;
  return writeMessage([
    writeAnalyserHeader(pool, ['ORU', 'R01', 'ORU_R01']),
    writeSegment('PID', [1]),
    writeOrder(pool, well),
    writeOverallCall(pool, well),
    ...well.readings.map((_, i) => writeReading(pool, well, i, i + 2)),
    writeSpecimen(pool, well, 1),
    writeContainer(pool, well),
    writeKit(pool),
  ]);
}

function writeOrder(run: AnalyserRun, well: AnalyserWell): string {
  const blanks = Array.from({ length: 14 }, () => '');
  const fields: Field[] = [
    1,
    '',
    components(run.controlId, run.sender.application),
    ORDERED_TEST,
    '',
    '',
    '',
  ];
  return writeSegment('OBR', [...fields, ...blanks, well.observedAt, '', 'LAB', well.status ?? 'F']);
}

function writeOverallCall(run: AnalyserRun, well: AnalyserWell): string {
  return writeSegment('OBX', [
    1,
    'CWE',
    ORDERED_TEST,
    run.runNumber,
    overallCall(well),
    '',
    'Not detected',
    '',
    '',
    '',
    well.status ?? 'F',
    '',
    '',
    well.observedAt,
    '',
    'auto',
    '',
    writeEquipment(run),
    well.observedAt,
  ]);
}

/** The analyser's own simple opinion: any target is a detection, and without any the internal control must be there. */
function overallCall({ readings }: AnalyserWell): Field {
  const isControl = ({ target }: { target: string }) => target.toUpperCase() === 'IC';
  if (readings.some((reading) => !isControl(reading) && reading.ct !== null))
    return components('260373001', 'Detected', 'SCT');
  const controlFailed = readings.some((reading) => isControl(reading) && reading.ct === null);
  return controlFailed
    ? components('455371000124106', 'Invalid', 'SCT')
    : components('260415000', 'Not detected', 'SCT');
}
