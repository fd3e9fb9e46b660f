import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from './encode-frame.js';
import { createFrameDecoder, type FrameEvent } from './frame-decoder.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');

function decode(chunks: Buffer[], maxFrameBytes?: number): FrameEvent[] {
  const decoder = createFrameDecoder(maxFrameBytes === undefined ? {} : { maxFrameBytes });
  return chunks.flatMap((chunk) => decoder.push(chunk));
}

function told(events: FrameEvent[]): unknown[] {
  return events.map((event) => (event.kind === 'frame' ? event.body.toString('latin1') : event));
}

/** Cuts a buffer at the given places. */
function cut(all: Buffer, places: number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (all.length + 1)).sort((a, b) => a - b), all.length];
  return at.slice(1).map((to, i) => all.subarray(at[i], to));
}

describe('createFrameDecoder', () => {
  it.each<[string, string[], unknown[]]>([
    ['one frame', ['\x0bMSH\x1c\r'], ['MSH']],
    ['an empty frame', ['\x0b\x1c\r'], ['']],
    ['two and a half frames in one read', ['\x0ba\x1c\r\x0bb\x1c\r\x0bc'], ['a', 'b']],
    ['noise before, between and after', ['GET /\r\n\x0ba\x1c\r\n\x0bb\x1c\r\r'], ['a', 'b']],
    ['FS without CR is data', ['\x0ba\x1cb\x1c\r'], ['a\x1cb']],
    ['FS FS CR', ['\x0ba\x1c\x1c\r'], ['a\x1c']],
    ['FS at the end of a read, then CR', ['\x0ba\x1c', '\rz\x0bb\x1c\r'], ['a', 'b']],
    ['FS at the end of a read, then data', ['\x0ba\x1c', 'b\x1c', '\r'], ['a\x1cb']],
    [
      'FS at the end of a read, then VT',
      ['\x0ba\x1c', '\x0bb\x1c\r'],
      [{ kind: 'resync', discarded: 3 }, 'b'],
    ],
    ['VT inside a frame', ['\x0babc\x0bd\x1c\r'], [{ kind: 'resync', discarded: 4 }, 'd']],
    ['byte by byte', '\x0bab\x1c\r'.split(''), ['ab']],
    ['a LF after the frame instead of CR', ['\x0ba\x1c\n'], []],
  ])('%s', (_, chunks, expected) => {
    expect(told(decode(chunks.map(bytes)))).toEqual(expected);
  });

  it('stops storing at the cap, says so once, and goes on with the next frame', () => {
    const chunks = ['\x0b12345', '6789', '0\x1c', '\r\x0bok\x1c\r'].map(bytes);
    expect(told(decode(chunks, 6))).toEqual([{ kind: 'too-large', bytes: 7 }, 'ok']);
    expect(told(decode([bytes('\x0b123456\x1c\r')], 6))).toEqual(['123456']);
    expect(told(decode([bytes('\x0b1234567\x0bok\x1c\r')], 6))).toEqual([
      { kind: 'too-large', bytes: 7 },
      'ok',
    ]);
  });

  it('counts what it holds', () => {
    const decoder = createFrameDecoder();
    decoder.push(bytes('\x0babc\x1c'));
    expect(decoder.pendingBytes()).toBe(4);
    decoder.push(bytes('\r'));
    expect(decoder.pendingBytes()).toBe(0);
  });

  it('does not copy a frame that lies inside one chunk', () => {
    const chunk = encodeFrame('MSH|');
    const [event] = decode([chunk]);
    expect(event?.kind === 'frame' && event.body.buffer === chunk.buffer).toBe(true);
  });

  it('gives the same events wherever the bytes are cut', () => {
    const alphabet = fc.constantFrom(0x0b, 0x1c, 0x0d, 0x41, 0x42);
    fc.assert(
      fc.property(
        fc.array(alphabet, { maxLength: 60 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.integer({ min: 1, max: 12 }),
        (all, places, cap) => {
          const whole = Buffer.from(all);
          expect(told(decode(cut(whole, places), cap))).toEqual(told(decode([whole], cap)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('returns every framed body in order, whatever stands between', () => {
    const body = fc.uint8Array({ maxLength: 40 }).filter((b) => !b.includes(0x0b) && !b.includes(0x0d));
    fc.assert(
      fc.property(
        fc.array(body, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (bodies, places) => {
          const stream = Buffer.concat(bodies.flatMap((b) => [encodeFrame(Buffer.from(b)), bytes('\r\n ')]));
          const expected = bodies.map((b) => Buffer.from(b).toString('latin1'));
          expect(told(decode(cut(stream, places)))).toEqual(expected);
        },
      ),
    );
  });

  it('stays linear under a flood of VT and of lone FS', () => {
    const flood = Buffer.alloc(1 << 18, 0x0b);
    expect(decode([flood])).toHaveLength((1 << 18) - 1);
    expect(decode([Buffer.concat([bytes('\x0b'), Buffer.alloc(1 << 20, 0x1c), bytes('\r')])])).toHaveLength(
      1,
    );
  });
});
