import { orderName, type WorkOrder } from '#lis/domain';
import type { Header } from '../message/read-header.js';
import { components, writeMessage, writeSegment, type Field } from '../message/write-segment.js';
import type { SenderProfile } from '../profiles/sender-profile.js';
import { type Envelope, writeEnvelope } from './envelope.js';
import { orderedTest } from './ordered-test.js';

/** DSP-1 of the line that says it (Mindray's host interface for 2.3.1, which its family follows). */
export const DISPLAY_LINE = {
  code: 21,
  sampleId: 22,
  isStat: 24,
  kind: 26,
  role: 27,
  place: 28,
  test: 29,
} as const;
const kinds = { pool: 'pool', single: 'swab', control: 'control' } as const;

type Given = {
  envelope: Envelope;
  /** of the query */
  header: Header;
  /** QRD and QRF as they were sent */
  mirrored: readonly string[];
  order: WorkOrder;
  /** what it calls its tests */
  profile?: Pick<SenderProfile, 'orderCodes'>;
  /** DSC-1: names the message that follows once this one is acknowledged; null after the last */
  next: string | null;
};

/**
 * `DSR^Q03`: one sample as positional DSP lines. 1 to 20 are a patient's and stay empty: analysers see codes, not
 * names, nor sex or age (law 11). 21 barcode, 22 the order's name, 24 STAT `Y` or `N`, 26 kind of sample, 27 role and
 * member count, 28 `plate^well`, from 29 on a line for each test. Text without the MLLP frame; every leaf is escaped.
 */
export function writeDisplayResponse({
  envelope,
  header,
  mirrored,
  order,
  profile = {},
  next,
}: Given): string {
  const { delimiters: d } = envelope;
  const said: Record<number, Field> = {
    [DISPLAY_LINE.code]: order.code,
    [DISPLAY_LINE.sampleId]: orderName(order),
    [DISPLAY_LINE.isStat]: order.priority === 'stat' ? 'Y' : 'N',
    [DISPLAY_LINE.kind]: kinds[order.role],
    [DISPLAY_LINE.role]: order.memberCount ?? '',
    [DISPLAY_LINE.place]: order.place ? components(order.place.plateBarcode, order.place.well) : '',
    [DISPLAY_LINE.test]: components(orderedTest(order, profile).code, '', '', ''),
  };
  const lines = Array.from({ length: DISPLAY_LINE.test }, (_, index) =>
    writeSegment('DSP', [index + 1, '', said[index + 1] ?? '', '', ''], d),
  );
  const { field } = d;
  return writeMessage([
    writeEnvelope(envelope, ['DSR', 'Q03']),
    `MSA${field}AA${field}${header.controlId}`,
    writeSegment('ERR', [0], d),
    writeSegment('QAK', ['SR', 'OK'], d),
    ...mirrored,
    ...lines,
    writeSegment('DSC', [next ?? ''], d),
  ]);
}
