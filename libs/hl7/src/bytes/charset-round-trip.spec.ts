import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it, vi } from 'vitest';
import { readHeader } from '../message/read-header.js';
import { readMessage } from '../message/read-message.js';
import { decodeText } from './decode-text.js';

// hostile inputs by the thousand: seconds on a busy machine
vi.setConfig({ testTimeout: 60_000 });

// GB18030 characters whose second byte is | ^ \ or ~ (& is below every second byte). A few of 0xFE.. are private
// in one table and public in another: those are left out.
const tricky = [0x7c, 0x5e, 0x5c, 0x7e].flatMap((second) =>
  Array.from({ length: 0xfe - 0x81 + 1 }, (_, i) => Buffer.from([0x81 + i, second]))
    .map((bytes) => ({ bytes, char: new TextDecoder('gb18030').decode(bytes) }))
    .filter(({ bytes, char }) => iconv.encode(char, 'gb18030').equals(bytes))
    .map(({ char }) => char),
);
const han = fc.oneof(
  fc.constantFrom(...tricky),
  fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code)),
);
const name = fc.array(han, { minLength: 1, maxLength: 8 }).map((all) => all.join(''));
const message = (charset: string, leaves: string[]) =>
  `MSH|^~\\&|${leaves[0]}|LAB|||2026||ORU^R01|7|P|2.3.1||||||${charset}\rPID|1||${leaves[1]}^${leaves[2]}|end\r`;

describe('a message in a character set', () => {
  it('may have delimiters in second bytes', () => expect(tricky.length).toBeGreaterThan(400));

  it.each([
    ['GB 18030-2000', false],
    ['GBK', false],
    ['ASCII', true],
    ['', true],
    ['UNICODE UTF-8', true],
  ])('gb18030 under the name %j gives every leaf back; guessed: %s', (declared, guessed) => {
    fc.assert(
      fc.property(fc.tuple(name, name, name), (leaves) => {
        const body = iconv.encode(message(declared, leaves), 'gb18030');
        const header = readHeader(body);
        if (header.kind === 'unreadable') throw new Error(header.reason);
        expect([header.sendingFacility, header.controlId]).toEqual(['LAB', '7']);
        const decoded = decodeText(body, header.characterSets);
        // two Han characters in a row may be UTF-8 by accident: then nobody can tell
        fc.pre(guessed ? decoded.charset === 'gb18030' : true);
        expect(decoded).toMatchObject({ charset: 'gb18030', guessed });
        const pid = readMessage(decoded.text).first('PID');
        expect([pid?.text(3), pid?.text(3, 0, 1), pid?.text(4)]).toEqual([leaves[1], leaves[2], 'end']);
      }),
    );
  });

  it.each(['UNICODE UTF-8', 'ASCII', 'GB18030', 'NO SUCH SET'])(
    'UTF-8 under the name %j is read',
    (declared) => {
      fc.assert(
        fc.property(fc.tuple(name, name, name), (leaves) => {
          const body = Buffer.from(message(declared, leaves));
          const header = readHeader(body);
          const decoded = decodeText(body, header.kind === 'header' ? header.characterSets : []);
          // bytes that are right in both sets are believed to be what is declared
          fc.pre(decoded.charset === 'utf-8');
          expect(decoded.guessed).toBe(declared !== 'UNICODE UTF-8');
          expect(readMessage(decoded.text).first('PID')?.text(3)).toBe(leaves[1]);
        }),
      );
    },
  );
});
