import { Hl7Message } from '@medplum/core';
import * as fc from 'fast-check';
import HL7 from 'hl7-standard';
import { orderName, type WorkOrder } from '#lis/domain';
import { describe, expect, it } from 'vitest';
import { readOrders } from '../analyser/read-orders.js';
import { readHeader, type Header } from '../message/read-header.js';
import { readMessage } from '../message/read-message.js';
import { envelopeFor, envelopeTo } from './envelope.js';
import { writeQueryAcknowledgement, writeQueryResponse } from './query-answers.js';
import { readOrderAnswer } from './read-order-answer.js';
import { readWorklistQuery } from './read-query.js';
import { writeDisplayResponse } from './write-display-response.js';
import { writeLawOrder } from './write-law-order.js';

const headerOf = (text: string): Header => {
  const header = readHeader(Buffer.from(text));
  if (header.kind === 'unreadable') throw new Error(header.reason);
  return header;
};
const asked = (text: string) => {
  const query = readWorklistQuery(readMessage(text));
  if (query.kind === 'not-a-query') throw new Error('not a query');
  return { header: headerOf(text), query };
};
const qbp =
  'MSH|^~\\&|PCR|LAB^1|LIS|CDC|20300101||QBP^Q11^QBP_Q11|77|P|2.5.1|||NE|AL||UNICODE UTF-8\rQPD|WOS^Work Order Step^IHELAW|q\\T\\1|T\\F\\1\rRCP|I\r';
const qry =
  'MSH|^~\\&|||||20300101||QRY^Q02|4|P|2,3,1||||||GBK\rQRD|20300101|R|D|2|||RD|T1|OTH|||T|\rQRF||||||RCT|COR|ALL||\r';
const envelope = envelopeTo({ application: 'PCR', facility: 'LAB^1' }, 'CDC', 'SW1', '20300101120000+0000');

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
const order: fc.Arbitrary<WorkOrder> = fc
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
const heard = (one: WorkOrder) => ({
  name: orderName(one),
  code: one.code,
  role: one.role,
  memberCount: one.memberCount,
  plateBarcode: one.place?.plateBarcode ?? null,
  well: one.place?.well ?? null,
  test: one.kit?.id ?? 'SARSCOV2',
  priority: one.priority,
});
const namesOf = (text: string) =>
  text
    .split('\r')
    .slice(0, -1)
    .map((line) => line.slice(0, 3));

// @medplum/core sometimes counts the text after the last CR
const isNamed = (name: string) => name !== '';

describe('OML^O33', () => {
  it('is what IHE LAW expects of a plate', () => {
    const place = { plateId: 'id', plateBarcode: 'P1', well: 'C5' };
    const text = writeLawOrder(envelope, [
      {
        code: 'T1',
        role: 'pool',
        memberCount: 10,
        place,
        kit: { id: 'kit-1', version: 1, targets: [] },
        priority: 'stat',
      },
    ]);
    expect(text.split('\r')).toEqual([
      'MSH|^~\\&|SWEEPWELL|CDC|PCR|LAB^1|20300101120000+0000||OML^O33^OML_O33|SW1|P|2.5.1|||NE|AL||UNICODE UTF-8|||LAB-28^IHE',
      'SPM|1|T1&SWEEPWELL|||||||||L^^HL70369||10',
      'SAC|||T1|||||||P1|C5',
      'ORC|NW|T1@P1|||||||20300101120000+0000',
      'TQ1|||||||||S',
      'OBR||T1@P1||kit-1^^99SWEEPWELL',
      '',
    ]);
  });

  it('is read back to the same leaves, and no code makes a segment', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 5 }), (orders) => {
        const text = writeLawOrder(envelope, orders);
        expect(readOrders(readMessage(text))).toEqual(orders.map(heard));
        expect(namesOf(text)).toEqual(['MSH', ...orders.flatMap(() => ['SPM', 'SAC', 'ORC', 'TQ1', 'OBR'])]);
        expect(/\p{Cc}/u.test(text.replaceAll('\r', ''))).toBe(false);
        // the second opinions resolve no escapes alike, but cut the message as we mean it
        const theirs = Hl7Message.parse(text);
        expect(theirs.segments.map(({ name }) => name).filter(isNamed)).toEqual(namesOf(text));
        const raw = (name: string, n: number) =>
          readMessage(text)
            .all(name)
            .map((segment) => segment.field(n) ?? '');
        expect(theirs.getAllSegments('SAC').map((segment) => segment.getField(3).toString())).toEqual(
          raw('SAC', 3),
        );
        expect(theirs.getAllSegments('OBR').map((segment) => segment.getField(2).toString())).toEqual(
          raw('OBR', 2),
        );
      }),
    );
  });

  it('is read by hl7-standard leaf by leaf where codes are ordinary', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[A-Z0-9-]{1,20}$/), { minLength: 1, maxLength: 4 }),
        (codes) => {
          const orders = codes.map((code): WorkOrder => ({
            code,
            role: 'single',
            memberCount: 1,
            place: { plateId: 'id', plateBarcode: 'P1', well: 'A1' },
            kit: null,
            priority: 'routine',
          }));
          const other = new HL7(writeLawOrder(envelope, orders));
          other.transform();
          const leaves = (name: string, field: string) =>
            other.getSegments(name).map(({ data }) => data[field]);
          expect(leaves('SAC', 'SAC.3')).toEqual(codes.map((code) => code));
          expect(leaves('OBR', 'OBR.2')).toEqual(codes.map((code) => `${code}@P1`));
        },
      ),
    );
  });

  it('keeps a name that a person entered within its field', () => {
    const text = writeLawOrder(
      envelopeTo({ application: 'A\rOBR|1', facility: 'F|X' }, 'C', 'SW1', '2030'),
      [],
    );
    expect(namesOf(text)).toEqual(['MSH']);
    expect(readMessage(text).first('MSH')?.field(10)).toBe('SW1');
  });
});

describe('DSR^Q03', () => {
  it('is positional, mirrors the query and names no person', () => {
    const { header, query } = asked(qry);
    const place = { plateId: 'id', plateBarcode: 'P1', well: 'C5' };
    const given = {
      code: 'T1',
      role: 'pool',
      memberCount: 10,
      place,
      kit: null,
      priority: 'routine',
    } as const;
    const text = writeDisplayResponse({
      envelope: envelopeFor(header, 'SW2', '20300101'),
      header,
      mirrored: query.mirrored,
      order: given,
      next: '2',
    });
    const lines = text.split('\r');
    expect(lines.slice(0, 6)).toEqual([
      'MSH|^~\\&|||||20300101||DSR^Q03|SW2|P|2.3.1||||||GBK',
      'MSA|AA|4',
      'ERR|0',
      'QAK|SR|OK',
      'QRD|20300101|R|D|2|||RD|T1|OTH|||T|',
      'QRF||||||RCT|COR|ALL||',
    ]);
    expect(lines.slice(6, 26)).toEqual(Array.from({ length: 20 }, (_, index) => `DSP|${index + 1}||||`));
    expect(lines.slice(26)).toEqual([
      'DSP|21||T1||',
      'DSP|22||T1@P1||',
      'DSP|23||||',
      'DSP|24||N||',
      'DSP|25||||',
      'DSP|26||pool||',
      'DSP|27||10||',
      'DSP|28||P1^C5||',
      'DSP|29||SARSCOV2^^^||',
      'DSC|2',
      '',
    ]);
  });

  it('is read back to the same leaves, with any delimiters, and no code makes a segment', () => {
    const other = 'MSH#*%!$#####2030##QRY*Q02#4#P#2.3.1\rQRD#2030#R#D#2###RD#T1#OTH\r';
    fc.assert(
      fc.property(order, fc.constantFrom(qry, other), (given, text) => {
        const { header, query } = asked(text);
        const written = writeDisplayResponse({
          envelope: envelopeFor(header, 'SW2', '2030'),
          header,
          mirrored: query.mirrored,
          order: given,
          next: null,
        });
        expect(readOrders(readMessage(written))).toEqual([heard(given)]);
        expect(namesOf(written).filter((name) => name === 'DSP')).toHaveLength(29);
        expect(new Set(namesOf(written))).toEqual(
          new Set(['MSH', 'MSA', 'ERR', 'QAK', 'QRD', ...(text === qry ? ['QRF'] : []), 'DSP', 'DSC']),
        );
        if (text === qry)
          expect(
            Hl7Message.parse(written)
              .segments.map(({ name }) => name)
              .filter(isNamed),
          ).toEqual(namesOf(written));
      }),
    );
  });
});

describe('answers to queries', () => {
  it.each(['OK', 'NF'] as const)('answers a LAW query %s and mirrors it', (status) => {
    const { header, query } = asked(qbp);
    expect(
      writeQueryResponse({ envelope: envelopeFor(header, 'SW3', '2030'), header, query, status }).split('\r'),
    ).toEqual([
      'MSH|^~\\&|LIS|CDC|PCR|LAB^1|2030||RSP^K11^RSP_K11|SW3|P|2.5.1|||NE|NE||UNICODE UTF-8|||LAB-27^IHE',
      'MSA|AA|77',
      `QAK|q\\T\\1|${status}|WOS^Work Order Step^IHELAW`,
      'QPD|WOS^Work Order Step^IHELAW|q\\T\\1|T\\F\\1',
      '',
    ]);
  });

  it('says why it refuses', () => {
    const { header, query } = asked(qbp.replace('|WOS^', '|WOS_ALL^'));
    const text = writeQueryResponse({
      envelope: envelopeFor(header, 'SW3', '2030'),
      header,
      query,
      status: 'AR',
    });
    expect(text).toContain(
      '\rMSA|AR|77\rERR|||103^Table value not found^HL70357|E|||everything\rQAK|q\\T\\1|AR|WOS_ALL',
    );
    const bare = asked(`${qbp.split('\r')[0]}\r`);
    expect(
      writeQueryResponse({ envelope: envelopeFor(bare.header, 'SW3', '2030'), ...bare, status: 'AR' })
        .split('\r')
        .slice(3),
    ).toEqual(['QAK||AR|', 'QPD|', '']);
  });

  it('acknowledges QRY^Q02 in its version', () => {
    const { header, query } = asked(qry);
    expect(
      writeQueryAcknowledgement({
        envelope: envelopeFor(header, 'SW4', '2030'),
        header,
        query,
        status: 'NF',
      }),
    ).toBe('MSH|^~\\&|||||2030||QCK^Q02|SW4|P|2.3.1||||||GBK\rMSA|AA|4\rERR|0\rQAK|SR|NF\r');
    const refused = asked(qry.replace('|T1|OTH', '||OTH'));
    expect(
      writeQueryAcknowledgement({
        envelope: envelopeFor(refused.header, 'SW4', '2030'),
        ...refused,
        status: 'AR',
      }),
    ).toContain('\rMSA|AR|4|everything\rERR|103\rQAK|SR|AR\r');
  });
});

describe('readOrderAnswer', () => {
  const read = (text: string) => readOrderAnswer(readMessage(text));
  it.each([
    '',
    'x',
    'MSH|^~\\&|||||||ORL^O34|1',
    'MSH|^~\\&|||||||ORL^O34|1\rMSA|XX|SW1',
    'MSH|^~\\&|||||||ORU^R01|1\rMSA|AA|1',
  ])('takes %j for no answer', (text) => expect(read(text)).toEqual({ kind: 'not-an-answer' }));

  it.each([
    ['AA', 'accepted'],
    ['AR', 'rejected'],
    ['AE', 'failed'],
    ['CA', 'commit'],
    ['CR', 'rejected'],
  ])('reads %s', (code, verdict) => {
    expect(read(`MSH|^~\\&|||||||ACK^Q03|9\rMSA|${code}|SW12`)).toEqual({
      kind: 'answer',
      controlId: 'SW12',
      verdict,
      code,
      refused: [],
    });
  });

  it('names the orders that were not taken', () => {
    const text =
      'MSH|^~\\&|||||||ORL^O34^ORL_O42|9\rMSA|AA|SW1\rSPM|1|T1&SWEEPWELL\rSAC|||T1\rORC|OK|T1@P1||||SC\r' +
      'SPM|2|T2&SWEEPWELL\rORC|UA|T2@P1|||CA\rSPM|3|T3&SWEEPWELL\rORC|UA\r';
    expect(read(text)).toMatchObject({ verdict: 'accepted', refused: ['T2@P1', 'T3'] });
  });
});
