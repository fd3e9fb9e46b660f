import { writeMessage, writeSegment } from '../message/write-segment.js';
import type { AnalyserRun, AnalyserWell } from './analyser-run.js';
import {
  ORDERED_TEST,
  writeAnalyserHeader,
  writeContainer,
  writeKit,
  writeReading,
  writeSpecimen,
} from './analyser-segments.js';

/**
 * An analyser's message for a whole plate, controls included, HL7 2.5.1 OUL^R22: per well SPM, SAC, INV, OBR, ORC and a
 * Ct per target. 96 wells of three targets are about 70 kB. Text without the MLLP frame.
 */
export function writeOulPlate(plate: AnalyserRun & { wells: readonly AnalyserWell[] }): string {
  const segments = [writeAnalyserHeader(plate, ['OUL', 'R22', 'OUL_R22'])];
  plate.wells.forEach((well, index) => {
    segments.push(
      writeSpecimen(plate, well, index + 1),
      writeContainer(plate, well),
      writeKit(plate),
      writeSegment('OBR', [1, null, '', ORDERED_TEST]),
      writeSegment('ORC', ['SC', '', '', '', 'CM']),
      ...well.readings.map((_, i) => writeReading(plate, well, i, i + 1)),
    );
  });
  return writeMessage(segments);
}
