import * as fc from 'fast-check';
import { orderName, type WorkOrder } from '#lis/domain';
import { readHeader, type Header } from '../message/read-header.js';
import { readMessage } from '../message/read-message.js';
import { envelopeTo } from './envelope.js';
import { readWorklistQuery } from './read-query.js';

const headerOf = (text: string): Header => {
  const header = readHeader(Buffer.from(text));
  if (header.kind === 'unreadable') throw new Error(header.reason);
  return header;
};
export const asked = (text: string) => {
  const query = readWorklistQuery(readMessage(text));
  if (query.kind === 'not-a-query') throw new Error('not a query');
  return { header: headerOf(text), query };
};
export const qbp =
  'MSH|^~\\&|PCR|LAB^1|LIS|CDC|20300101||QBP^Q11^QBP_Q11|77|P|2.5.1|||NE|AL||UNICODE UTF-8\rQPD|WOS^Work Order Step^IHELAW|q\\T\\1|T\\F\\1\rRCP|I\r';
export const qry =
  'MSH|^~\\&|||||20300101||QRY^Q02|4|P|2,3,1||||||GBK\rQRD|20300101|R|D|2|||RD|T1|OTH|||T|\rQRF||||||RCT|COR|ALL||\r';
export const envelope = envelopeTo(
  { application: 'PCR', facility: 'LAB^1' },
  'CDC',
  'SW1',
  '20300101120000+0000',
);

// the hostile ones begin segments, fields and frames, or are HL7's null
const leaf = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc
      .array(
        fc.constantFrom(
          '|',
          '^',
          '~',
          '\\',
          '&',
          '\r',
          '\n',
          '\x0b',
          '\x1c',
          '"',
          'OBR',
          'MSH',
          'X0D',
          'T1',
          '阴',
        ),
        {
          minLength: 1,
          maxLength: 12,
        },
      )
      .map((parts) => parts.join('')),
    fc.constantFrom('""', 'T1\rOBR|1|x', '\x1c\r', '\\F\\', 'NC-1', '@'),
  )
  .filter((text) => text.isWellFormed());
export const order: fc.Arbitrary<WorkOrder> = fc
  .record({
    code: leaf,
    role: fc.constantFrom('pool' as const, 'control' as const),
    memberCount: fc.integer({ min: 2, max: 20 }),
    place: fc.option(
      fc.record({ plateId: fc.constant('id'), plateBarcode: leaf, well: fc.constantFrom('A1', 'H12') }),
    ),
    kit: fc.option(fc.record({ id: leaf, version: fc.constant(1), targets: fc.constant([]) })),
    priority: fc.constantFrom('stat' as const, 'routine' as const),
  })
  .map((one) => (one.role === 'control' ? { ...one, memberCount: null as never } : one));
export const heard = (one: WorkOrder) => ({
  name: orderName(one),
  code: one.code,
  role: one.role,
  memberCount: one.memberCount,
  plateBarcode: one.place?.plateBarcode ?? null,
  well: one.place?.well ?? null,
  test: one.kit?.id ?? 'SARSCOV2',
  priority: one.priority,
});
export const namesOf = (text: string) =>
  text
    .split('\r')
    .slice(0, -1)
    .map((line) => line.slice(0, 3));

/** @medplum/core sometimes counts the text after the last CR. */
export const isNamed = (name: string) => name !== '';
