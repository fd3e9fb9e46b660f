import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture } from '../fixtures.js';
import { readMessage } from '../message/read-message.js';
import { components, writeMessage, writeSegment } from '../message/write-segment.js';
import { readWorklistQuery } from './read-query.js';

const read = (...segments: string[]) =>
  readWorklistQuery(readMessage(segments.map((text) => `${text}\r`).join('')));
const law = 'MSH|^~\\&|PCR|LAB|||20300101||QBP^Q11^QBP_Q11|7|P|2.5.1';
const old = 'MSH|^~\\&|||||20300101||QRY^Q02|7|P|2.3.1||||||ASCII';

describe('readWorklistQuery', () => {
  it.each([
    ['no-definition', [law]],
    ['everything', [law, 'QPD|WOS_ALL^Work Order Step All^IHELAW|q1']],
    ['unknown-query', [law, 'QPD|Z99^Something^L|q1|T1']],
    ['no-code', [law, 'QPD|WOS^Work Order Step^IHELAW|q1| ']],
    ['no-code', [law, 'QPD|WOS_BY_RACK^^IHELAW|q1']],
    ['code-too-long', [law, `QPD|WOS^^IHELAW|q1|${'1'.repeat(81)}`]],
    ['no-definition', [old]],
    ['everything', [old, 'QRD|20300101|R|D|1|||RD||OTH|||T|', 'QRF||||||RCT|COR|ALL||']],
    ['everything', [old, 'QRD|20300101|R|D|1|||RD||OTH|||T|']],
    ['no-time', [old, 'QRD|20300101|R|D|1|||RD||OTH', 'QRF||20300101|x']],
    ['no-time', [old, 'QRD|20300101|R|D|1|||RD||OTH', 'QRF||20300102|20300101']],
  ])('refuses: %s', (reason, segments) => {
    expect(read(...segments)).toMatchObject({ kind: 'refused', reason });
  });

  it('is no query: results, acknowledgements, junk', () => {
    for (const text of ['', 'x', 'MSH|', 'MSH|^~\\&|||||||ORU^R01|1', 'MSH|^~\\&|||||||QBP^Q22|1\rQPD|a|b|c'])
      expect(readWorklistQuery(readMessage(text))).toEqual({ kind: 'not-a-query' });
  });

  it.each([
    ['WOS^Work Order Step^IHELAW|q1|T1', { by: 'code', code: 'T1' }],
    ['WOS^Work Order Step^IHELAW|q1| T\\T\\1 ', { by: 'code', code: 'T&1' }],
    ['WOS_BY_RACK^^IHELAW|q1||RACK1|3', { by: 'carrier', code: 'RACK1', place: '3' }],
    ['WOS_BY_RACK^^IHELAW|q1||RACK1|3^5', { by: 'carrier', code: 'RACK1', place: '3^5' }],
    ['WOS_BY_RACK^^IHELAW|q1||PLATE7', { by: 'carrier', code: 'PLATE7', place: null }],
  ])('reads QPD|%s', (qpd, wanted) => {
    expect(read(law, `QPD|${qpd}`)).toEqual({
      kind: 'query',
      dialect: 'law',
      tag: 'q1',
      wanted,
      mirrored: [`QPD|${qpd}`],
    });
  });

  it('reads what a cobas pro sends', () => {
    const text = readFixture('medplum/cobaspro_qbp_q11.hl7').toString();
    expect(readWorklistQuery(readMessage(text))).toMatchObject({
      tag: 'query1233',
      wanted: { by: 'code', code: '123' },
    });
  });

  it('reads a barcode, a place in a rack and a time range of QRY^Q02', () => {
    expect(read(old, 'QRD|20300101|R|D|4|||RD|0019|OTH|||T|', 'QRF||||||RCT|COR|ALL||')).toMatchObject({
      dialect: 'qry-q02',
      tag: '4',
      wanted: { by: 'code', code: '0019' },
      mirrored: ['QRD|20300101|R|D|4|||RD|0019|OTH|||T|', 'QRF||||||RCT|COR|ALL||'],
    });
    expect(read(old, 'QRD|20300101|R|D|4|||RD||OTH|PLATE1^C5||T')).toMatchObject({
      wanted: { by: 'carrier', code: 'PLATE1', place: 'C5' },
    });
    expect(
      read(old, 'QRD|20300101|R|D|4|||RD||OTH|||T|', 'QRF||20300101080000|20300101090000|||RCT'),
    ).toMatchObject({
      wanted: { by: 'time', from: Date.UTC(2030, 0, 1, 0), to: Date.UTC(2030, 0, 1, 1) },
    });
  });

  it('brings any barcode back that a sender escaped, and never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        (code, junk) => {
          const text = writeMessage([law, writeSegment('QPD', [components('WOS', '', 'IHELAW'), 'q', code])]);
          const query = readWorklistQuery(readMessage(text));
          if (code.trim() === '') expect(query.kind).toBe('refused');
          else expect(query).toMatchObject({ kind: 'query', wanted: { by: 'code', code: code.trim() } });
          readWorklistQuery(readMessage(`${law}\rQPD|${junk}\r${old}\rQRD|${junk}`));
        },
      ),
    );
  });
});
