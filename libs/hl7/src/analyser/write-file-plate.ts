import { components, writeMessage, writeSegment } from '../message/write-segment.js';

/** A reading out of an instrument's file. */
export type FilePlateReading = {
  target: string;
  ct: number | null;
  /** the instrument's opinion, evidence */
  call: 'POS' | 'NEG' | 'INV' | null;
  flags: readonly string[];
};
export type FilePlate = {
  controlId: string;
  /** MSH-7, HL7 time string */
  time: string;
  model: string;
  serial: string;
  runNumber: string;
  plateCode: string;
  /** OBX-19, HL7 time string; '' when the file has none */
  observedAt: string;
  wells: readonly {
    well: string;
    /** the sample's name in the file */
    code: string | null;
    isControl: boolean;
    readings: readonly FilePlateReading[];
  }[];
};

/**
 * An instrument's file as the message that the instrument would have sent, HL7 2.5.1 OUL^R22: SPM, SAC, OBR and per target an
 * OBX with the Ct and, where the file has one, an OBX with the call. What is read of it is what was in the file.
 */
export function writeFilePlate(plate: FilePlate): string {
  const { observedAt, runNumber } = plate;
  const segments = [
    writeSegment('MSH', [
      'FILE',
      plate.serial,
      '',
      '',
      plate.time,
      '',
      components('OUL', 'R22', 'OUL_R22'),
      plate.controlId,
      'P',
      '2.5.1',
      '',
      '',
      'NE',
      'NE',
      '',
      'UNICODE UTF-8',
    ]),
  ];
  plate.wells.forEach(({ well, code, isControl, readings }, index) => {
    segments.push(
      writeSegment('SPM', [index + 1, code ?? '', '', '', '', '', '', '', '', '', isControl ? 'Q' : 'P']),
      writeSegment('SAC', ['', '', code ?? '', '', '', '', '', '', '', plate.plateCode, well]),
      writeSegment('OBR', [1, '', '', components('PCR', 'Nucleic acid amplification', '99PCR')]),
    );
    let setId = 0;
    const write = (type: string, name: string, value: string, flags: readonly string[]) =>
      segments.push(
        writeSegment('OBX', [
          ++setId,
          type,
          components(name, name, '99PCR'),
          runNumber,
          value,
          '',
          '',
          { repetitions: [...flags] },
          '',
          '',
          'F',
          '',
          '',
          observedAt,
          '',
          '',
          '',
          components(plate.model, plate.serial),
          observedAt,
        ]),
      );
    for (const { target, ct, call, flags } of readings) {
      write(ct === null ? 'ST' : 'NM', `${target}_CT`, ct === null ? 'Undetermined' : String(ct), flags);
      if (call !== null) write('CE', target, call, []);
    }
  });
  return writeMessage(segments);
}
