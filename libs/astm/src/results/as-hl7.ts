import { components, type Field, writeMessage, writeSegment } from '#lis/hl7';
import { type AstmMessage, astmHeaderOf, AstmUnreadable, readAstmMessages } from '../records/read-records.js';
import type { AstmRecord } from '../records/record.js';
import { reportStatus, resultStatus } from './statuses.js';

/**
 * An ASTM message as the HL7 message that says the same, so that there is one reader of results and one language for
 * profiles. Where each field of the records goes:
 *
 * | record | segment |
 * |---|---|
 * | H-5.1, H-5.2, H-14 | MSH-3, MSH-4, MSH-7; MSH-9 is OUL^R22 |
 * | O-3.1; O-12 Q | SPM-2.1; SPM-11 Q |
 * | O-3, O-4, O-5, O-26 | OBR-2, OBR-3, OBR-4, OBR-25, component by component |
 * | R-3, R-4, R-5, R-6, R-7, R-9, R-14 | OBX-3, OBX-5, OBX-6, OBX-7, OBX-8, OBX-11, OBX-18 |
 * | R-13, else R-12 | OBX-19 |
 *
 * are said once (GeneXpert: with the main result) and hold for the results that follow under the same O.
 * Nothing of P, C, M and S goes over: the bytes are kept, and results are of codes, not of names (law 11).
 * @throws AstmUnreadable for what is no message, has no L, or whose L says that its sender broke off
 */
export function astmAsHl7(text: string): string {
  return readAstmMessages(text).map(messageOf).join('');
}

/** L-3 (LIS2-A2 §12.3): aborted by the sender, by the receiver, an error. */
const brokenOff = new Set(['T', 'R', 'E']);

function messageOf(message: AstmMessage): string {
  const end = message.records.at(-1);
  if (end?.type !== 'L' || brokenOff.has(end.text(3).toUpperCase())) throw new AstmUnreadable('no end');
  const { controlId, sender, receiver, time } = astmHeaderOf(message);
  const [application = '', facility = ''] = sender;
  const segments = [
    writeSegment('MSH', [
      application,
      facility,
      receiver[0],
      '',
      time,
      '',
      components('OUL', 'R22'),
      controlId,
      'P',
      '2.5',
    ]),
  ];
  let count = 0;
  let order: AstmRecord | null = null;
  let said = emptyRun;
  const open = (record: AstmRecord | null) => {
    order = record;
    said = emptyRun;
    segments.push(...orderSegments(record, ++count));
  };
  for (const record of message.records) {
    if (record.type === 'O') open(record);
    if (record.type !== 'R') continue;
    // results of an order that was not sent are of no specimen that is known
    if (order === null && count === 0) open(null);
    said = runOf(record, said);
    segments.push(observation(record, said));
  }
  return writeMessage(segments);
}

type Run = { started: string; completed: string; instrument: string[] };
const emptyRun: Run = { started: '', completed: '', instrument: [] };

function runOf(result: AstmRecord, before: Run): Run {
  const isSaid = result.field(12) !== '' || result.field(13) !== '';
  return {
    started: isSaid ? result.text(12) : before.started,
    completed: isSaid ? result.text(13) : before.completed,
    instrument: result.repetitions(14)[0] ?? before.instrument,
  };
}

function orderSegments(order: AstmRecord | null, number: number): string[] {
  const isControl = order?.repetitions(12).some(([action]) => action?.toUpperCase() === 'Q') === true;
  const specimen: Field[] = [
    String(number),
    order?.text(3),
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    isControl ? 'Q' : '',
  ];
  const obr: Field[] = Array.from({ length: 25 }, () => undefined);
  obr[0] = String(number);
  if (order !== null) {
    obr[1] = parts(order, 3);
    obr[2] = parts(order, 4);
    obr[3] = parts(order, 5);
    obr[24] = reportStatus(order.repetitions(26));
  }
  return [writeSegment('SPM', specimen), writeSegment('OBR', obr)];
}

function observation(result: AstmRecord, { started, completed, instrument }: Run): string {
  const obx: Field[] = Array.from({ length: 19 }, () => undefined);
  obx[0] = result.text(2);
  obx[2] = parts(result, 3);
  obx[4] = parts(result, 4);
  obx[5] = result.text(5);
  obx[6] = result.text(6);
  obx[7] = { repetitions: result.repetitions(7).map(([flag]) => flag) };
  obx[10] = resultStatus(result.repetitions(9));
  obx[17] = components(...instrument);
  obx[18] = completed || started;
  return writeSegment('OBX', obx);
}

const parts = (record: AstmRecord, field: number): Field =>
  components(...(record.repetitions(field)[0] ?? []));
