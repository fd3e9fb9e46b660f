import {
  components,
  repetitions,
  subcomponents,
  writeSegment,
  type Field,
} from '../message/write-segment.js';
import type { SpecimenRole } from '../results/instrument-results.js';
import type { AnalyserRun, AnalyserWell } from './analyser-run.js';

export const ORDERED_TEST = components('SARSCOV2', 'SARS-CoV-2 RNA', '99PCR');
const CT_UNIT = components('{Ct}', 'cycle threshold', 'UCUM');

const spm11: Record<SpecimenRole, string> = {
  patient: 'P',
  pool: 'L',
  'control-negative': 'Q',
  'control-positive': 'Q',
  'control-extraction': 'Q',
  qc: 'Q',
  calibrator: 'C',
  blind: 'B',
  other: 'R',
};

/** MSH of an analyser in HL7 2.5.1 that asks for an acceptance and no application acknowledgement, in UTF-8. */
export function writeAnalyserHeader(run: AnalyserRun, type: [string, string, string]): string {
  const { sender, receiver } = run;
  const fields: Field[] = [sender.application, sender.facility, receiver.application, receiver.facility];
  fields.push(run.time, '', components(...type), run.controlId, 'P', '2.5.1', '', '', 'AL', 'NE', 'CHN');
  return writeSegment('MSH', [...fields, 'UNICODE UTF-8']);
}

/** SPM with the tube code, role and member count. */
export function writeSpecimen(run: AnalyserRun, well: AnalyserWell, setId: number): string {
  const code = subcomponents(well.tubeCode, run.receiver.application);
  const material = components('258500001', 'Nasopharyngeal swab', 'SCT');
  const role = components(spm11[well.role], '', 'HL70369');
  const fields: Field[] = [setId, code, '', material, '', '', '', '', '', '', role];
  return writeSegment('SPM', [...fields, '', well.memberCount]);
}

/** SAC with the plate (SAC-10) and the well as the analyser prints it, `C05`. */
export function writeContainer(run: AnalyserRun, well: AnalyserWell): string {
  const position = well.well.charAt(0) + well.well.slice(1).padStart(2, '0');
  const fields: Field[] = [
    '',
    '',
    components(well.tubeCode, 'BARCODE'),
    '',
    '',
    '',
    '',
    '',
    '',
    run.plateCode,
  ];
  return writeSegment('SAC', [...fields, position]);
}

/** INV with the kit's lot (INV-16). */
export function writeKit(run: AnalyserRun): string {
  const status = components('OK', '', 'HL70383');
  const blanks = Array.from({ length: 12 }, () => '');
  return writeSegment('INV', ['KIT', status, 'R1', ...blanks, run.kitLot]);
}

/** OBX of one target: NM with a Ct, or ST `Undetermined`. OBX-4 is the run number, OBX-18 model and serial. */
export function writeReading(run: AnalyserRun, well: AnalyserWell, index: number, setId: number): string {
  const { target, ct } = well.readings[index] ?? { target: '', ct: null };
  const isControl = target.toUpperCase() === 'IC';
  return writeSegment('OBX', [
    setId,
    ct === null ? 'ST' : 'NM',
    components(`${target}_CT`, `${target} cycle threshold`, '99PCR'),
    run.runNumber,
    ct === null ? 'Undetermined' : twoDecimals(ct),
    CT_UNIT,
    '<=40',
    (ct === null) === isControl ? 'A' : 'N',
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

export function writeEquipment(run: AnalyserRun): ReturnType<typeof repetitions> {
  return repetitions(components('SLAN-96P', 'HONGSHI'), components(run.instrumentSerial, 'HONGSHI'));
}

/** Analysers print two decimals; a Ct that has more keeps them. */
function twoDecimals(ct: number): string {
  return Number(ct.toFixed(2)) === ct ? ct.toFixed(2) : String(ct);
}
