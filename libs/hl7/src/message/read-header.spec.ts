import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIXTURE_FOLDERS, listFixtures, readFixture } from '../fixtures.js';
import { readHeader } from './read-header.js';
import { readMessage } from './read-message.js';

const of = (text: string) => readHeader(Buffer.from(text, 'latin1'));

describe('readHeader', () => {
  it('reads a header', () => {
    expect(readHeader(readFixture('ours/pcr_oru_pool_positive.hl7'))).toMatchObject({
      kind: 'header',
      sendingApplication: 'PCRMW',
      sendingFacility: 'LAB01',
      receivingApplication: 'CITYLIS',
      receivingFacility: 'CDC',
      messageTime: '20260301101500+0800',
      messageType: 'ORU',
      triggerEvent: 'R01',
      controlId: '1',
      processingId: 'P',
      version: '2.5.1',
      acceptAck: 'AL',
      applicationAck: 'NE',
      characterSets: ['UNICODE UTF-8'],
    });
  });

  it('takes delimiters from the header, dots for commas, every MSH-18 and the raw MSH-16', () => {
    expect(readHeader(readFixture('ours/str_custom_delims.hl7'))).toMatchObject({
      messageType: 'ORU',
      controlId: '16',
      delimiters: { field: '#', component: '*', repetition: '%', escape: '!', subcomponent: '$' },
    });
    expect(of('MSH|^~\\&|||||||ORU^R01|1|P|2,3,1||||2||ASCII~UNICODE')).toMatchObject({
      version: '2.3.1',
      resultKind: '2',
      characterSets: ['ASCII', 'UNICODE'],
    });
  });

  it('decodes a header whose GB18030 bytes look like delimiters before splitting it', () => {
    const name = Buffer.from([0x9f, 0x7c]); // the second byte is |
    const body = Buffer.concat([
      Buffer.from('MSH|^~\\&|'),
      name,
      Buffer.from('|LAB|||2026||ORU^R01|7|P|2.3.1||||||GBK\rOBR|'),
    ]);
    expect(readHeader(body)).toMatchObject({ sendingFacility: 'LAB', controlId: '7', triggerEvent: 'R01' });
  });

  it('believes the whole message about its character set, not the header alone', () => {
    // 牍亅 in GB18030: EB B9 81 is a UTF-8 character by accident, and 7C would be a delimiter then
    const body = Buffer.concat([
      Buffer.from('MSH|^~\\&|'),
      Buffer.from([0xeb, 0xb9, 0x81, 0x7c]),
      Buffer.from('|LAB|||2026||ORU^R01|7|P|2.3.1||||||UNICODE UTF-8\rPID|'),
      Buffer.from([0xd2, 0xf5]),
    ]);
    expect(readHeader(body)).toMatchObject({ sendingFacility: 'LAB', controlId: '7' });
  });

  it('takes LF as the end of the header only before a segment, as readMessage does', () => {
    expect(of('MSH|^~\\&|A\nB|LAB|||2026||ORU^R01|7|P|2.5.1\nPID|1\n')).toMatchObject({
      sendingApplication: 'A\nB',
      controlId: '7',
      version: '2.5.1',
    });
  });

  it.each([
    ['', 'empty'],
    ['\r\n ', 'empty'],
    ['GET / HTTP/1.1', 'not-hl7'],
    ['H|\\^&|||Mindray', 'not-hl7'],
    ['MSA|AA|1', 'not-hl7'],
    ['MSH', 'no-delimiters'],
    ['FHS|^~\\&|A', 'batch'],
    ['BHS|^~\\&|A', 'batch'],
  ])('says why %j is unreadable', (text, reason) => {
    expect(of(text)).toEqual({ kind: 'unreadable', reason });
  });

  it('agrees with readMessage on every collected message', () => {
    for (const file of FIXTURE_FOLDERS.flatMap(listFixtures)) {
      const header = readHeader(readFixture(file));
      if (header.kind === 'unreadable') continue;
      const msh = readMessage(readFixture(file).toString()).first('MSH');
      expect(header.controlId).toBe(msh?.field(10) ?? '');
      expect(header.messageType).toBe(msh?.rawLeaf(9) ?? '');
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 80 }),
        fc.constantFrom('', 'MSH', 'MSH|^~\\&|'),
        (junk, start) => {
          expect(['header', 'unreadable']).toContain(
            readHeader(Buffer.concat([Buffer.from(start), junk])).kind,
          );
        },
      ),
    );
  });
});
