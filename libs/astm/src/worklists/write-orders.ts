import type { WorkOrder } from '#lis/domain';
import { type AstmDelimiters } from '../records/delimiters.js';
import { writeAstmHeader, writeAstmMessage, writeAstmRecord } from '../records/write-records.js';

/** The header of a message of ours: H-3, H-5, H-10 and H-14 (YYYYMMDDHHMMSS). */
export type AstmEnvelope = {
  controlId: string;
  sender: readonly string[];
  receiver: readonly string[];
  time: string;
  /** GeneXpert reads no other delimiters than its own: an answer has those of the query */
  delimiters: AstmDelimiters;
};

export type AstmOrder = Pick<WorkOrder, 'code' | 'role' | 'place' | 'priority'> & {
  /** O-5.4: what the instrument calls the test */
  test: string;
};

/**
 * Orders as an answer to a query (O-26 `Q`, L-3 `F`: the last request is processed; `I` without one: there is nothing)
 * or unasked (`O`, `N`). A P without a word precedes each, because O stands under P; codes only, never names.
 * `action` (O-12): `A` to a specimen that the instrument knows, `N` for a new one; a control's is `Q`.
 */
export function writeAstmOrders(
  envelope: AstmEnvelope,
  orders: readonly AstmOrder[],
  how: { isAnswer: boolean; action: 'A' | 'N' },
): string {
  const { controlId, sender, receiver, time, delimiters } = envelope;
  const record = (type: string, fields: Parameters<typeof writeAstmRecord>[1]) =>
    writeAstmRecord(type, fields, delimiters);
  const header = writeAstmHeader(
    [controlId, '', sender, '', '', '', '', receiver, '', 'P', '1394-97', time],
    delimiters,
  );
  const written = orders.flatMap(({ code, role, place, priority, test }, index) => [
    record('P', [String(index + 1)]),
    record('O', [
      '1',
      code,
      place === null ? '' : [place.plateBarcode, place.well],
      ['', '', '', test],
      priority === 'stat' ? 'S' : 'R',
      // without a time it is ordered now
      ...['', '', '', '', ''],
      role === 'control' ? 'Q' : how.action,
      ...['', '', ''],
      'ORH',
      ...Array.from({ length: 9 }, () => ''),
      how.isAnswer ? 'Q' : 'O',
    ]),
  ]);
  const end = how.isAnswer ? (orders.length === 0 ? 'I' : 'F') : 'N';
  return writeAstmMessage([header, ...written, record('L', ['1', end])]);
}
