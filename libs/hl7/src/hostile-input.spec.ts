import * as fc from 'fast-check';
import { describe, it, vi } from 'vitest';
import { decodeText } from './bytes/decode-text.js';
import { createFrameDecoder } from './bytes/frame-decoder.js';
import { FIXTURE_FOLDERS, listFixtures, readFixture } from './fixtures.js';
import { buildAcknowledgement } from './message/acknowledgement.js';
import { parseHl7Time } from './message/hl7-time.js';
import { readHeader } from './message/read-header.js';
import { readMessage } from './message/read-message.js';
import { splitBatch } from './message/split-batch.js';
import { readInstrumentResults } from './results/read-instrument-results.js';

// hostile inputs by the thousand: seconds on a busy machine
vi.setConfig({ testTimeout: 60_000 });

const charsets = [
  'UNICODE UTF-8',
  'GB 18030-2000',
  'GBK',
  'ASCII',
  'BIG5',
  '8859/1',
  '8859/12',
  '8859/16',
  'ISO IR87',
  '__proto__',
  '',
];

/** Everything this library does with what came over a wire. */
function readEverything(bytes: Buffer, declared: readonly string[]): void {
  const events = createFrameDecoder({ maxFrameBytes: 1 << 16 }).push(bytes);
  for (const body of [bytes, ...events.flatMap((event) => (event.kind === 'frame' ? [event.body] : []))]) {
    const header = readHeader(body);
    if (header.kind === 'header') {
      const error = { condition: '207' } as const;
      buildAcknowledgement(header, { code: 'AE', controlId: '1', time: '2026', error });
      parseHl7Time(header.messageTime, 480);
    }
    const { text } = decodeText(body, header.kind === 'header' ? header.characterSets : declared);
    for (const piece of [text, decodeText(body, declared).text, ...splitBatch(text).messages]) {
      const message = readMessage(piece);
      for (const segment of message.segments) {
        for (let field = -1; field <= segment.fieldCount + 1; field += 1) {
          segment.value(field, 1, 1, 1);
          for (let n = 0; n < segment.repetitions(field); n += 1) segment.text(field, n);
        }
      }
      readInstrumentResults(message);
    }
  }
}

const fixtures = FIXTURE_FOLDERS.flatMap(listFixtures)
  .map((name) => readFixture(name))
  .filter(({ length }) => length < 20_000);

describe('whatever comes over a wire', () => {
  it('is read without throwing: junk, with any names of character sets', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'MSH', 'MSH|^~\\&|', '\x0bMSH|^~\\&|', 'BHS|', 'FHS|^~\\&\rBHS|x\rMSH|'),
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
        ),
        fc.array(fc.oneof(fc.constantFrom(...charsets), fc.string()), { maxLength: 3 }),
        (start, junk, declared) => {
          readEverything(Buffer.concat([Buffer.from(start, 'latin1'), junk]), declared);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('is read without throwing: real messages with bytes cut out, doubled and changed', () => {
    const change = fc.tuple(fc.nat(), fc.nat(30), fc.uint8Array({ maxLength: 12 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (body, changes) => {
          let bytes = body;
          for (const [place, length, put] of changes) {
            const at = place % (bytes.length + 1);
            bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]);
          }
          readEverything(bytes, ['GBK']);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is read without throwing: a message cut short at any byte', () => {
    const body = readFixture('ours/enc_gb18030_trail_bytes_are_delims.hl7');
    for (let at = 0; at <= body.length; at += 1) readEverything(body.subarray(0, at), ['GB18030']);
  });
});
