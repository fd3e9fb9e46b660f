import { Hl7Message } from '@medplum/core';
import * as fc from 'fast-check';
import HL7 from 'hl7-standard';
import type { WorkOrder } from '#lis/domain';
import { describe, expect, it } from 'vitest';
import { readOrders } from '../analyser/read-orders.js';
import { readMessage } from '../message/read-message.js';
import { envelopeTo } from './envelope.js';
import { writeLawOrder } from './write-law-order.js';
import { envelope, heard, isNamed, namesOf, order } from './worklists.fixture.js';

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
