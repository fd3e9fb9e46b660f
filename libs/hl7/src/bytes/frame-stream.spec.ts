import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readFixture } from '../fixtures.js';
import { encodeFrame } from './encode-frame.js';
import { createFrameDecoder, DEFAULT_MAX_FRAME_BYTES, type FrameEvent } from './frame-decoder.js';

// hostile inputs by the thousand: seconds on a busy machine
vi.setConfig({ testTimeout: 60_000 });

const bodies = ['pcr_oru_pool_positive', 'enc_gb18030_trail_bytes_are_delims', 'esc_all_delims'].map((name) =>
  readFixture(`ours/${name}.hl7`),
);
const stream = Buffer.concat(bodies.map((body) => encodeFrame(body)));
const bodiesOf = (events: FrameEvent[]) =>
  events.map((event) => (event.kind === 'frame' ? event.body.toString('hex') : event.kind));
const expected = bodies.map((body) => body.toString('hex'));

describe('three frames on a wire', () => {
  it('come out whole wherever one cut falls, and byte by byte', () => {
    for (let at = 0; at <= stream.length; at += 1) {
      const decoder = createFrameDecoder();
      const events = [...decoder.push(stream.subarray(0, at)), ...decoder.push(stream.subarray(at))];
      if (JSON.stringify(bodiesOf(events)) !== JSON.stringify(expected))
        expect(at).toBe('no cut that matters');
      expect(decoder.pendingBytes()).toBe(0);
    }
    const decoder = createFrameDecoder();
    const events = [...stream].flatMap((byte) => decoder.push(Buffer.from([byte])));
    expect(bodiesOf(events)).toEqual(expected);
  });

  it('come out whole with any bytes but VT between them', () => {
    const noise = fc
      .uint8Array({ maxLength: 300 })
      .map((all) => Buffer.from(all.filter((byte) => byte !== 0x0b)));
    fc.assert(
      fc.property(fc.array(noise, { minLength: 4, maxLength: 4 }), fc.nat(), (between, place) => {
        const all = Buffer.concat(
          between.flatMap((one, i) => [one, ...(bodies[i] ? [encodeFrame(bodies[i])] : [])]),
        );
        const at = place % all.length;
        const decoder = createFrameDecoder();
        const events = [...decoder.push(all.subarray(0, at)), ...decoder.push(all.subarray(at))];
        expect(bodiesOf(events)).toEqual(expected);
      }),
    );
  });

  it('share nothing between two connections whose reads alternate', () => {
    const [one, other] = [createFrameDecoder(), createFrameDecoder()];
    const heard: FrameEvent[][] = [[], []];
    for (let at = 0; at < stream.length; at += 7) {
      heard[0]?.push(...one.push(stream.subarray(at, at + 7)));
      heard[1]?.push(...other.push(stream.subarray(at, at + 7)));
    }
    expect(heard.map(bodiesOf)).toEqual([expected, expected]);
  });
});

describe('a frame that is too much', () => {
  it('of 100 MB is told once, held never, and does not touch its neighbours', () => {
    const decoder = createFrameDecoder();
    const chunk = Buffer.alloc(64 * 1024, 0x41);
    const before = process.memoryUsage().arrayBuffers;
    const told: FrameEvent[] = decoder.push(
      Buffer.concat([encodeFrame(bodies[0] ?? ''), Buffer.from([0x0b])]),
    );
    let most = 0;
    for (let sent = 0; sent < 100 * 1024 * 1024; sent += chunk.length) {
      told.push(...decoder.push(chunk));
      most = Math.max(most, decoder.pendingBytes());
    }
    told.push(...decoder.push(Buffer.concat([Buffer.from('\x1c\r'), encodeFrame(bodies[1] ?? '')])));
    expect(bodiesOf(told)).toEqual([expected[0], 'too-large', expected[1]]);
    expect(most).toBeLessThanOrEqual(DEFAULT_MAX_FRAME_BYTES);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * DEFAULT_MAX_FRAME_BYTES);
  });

  it('of 1 MiB that trickles byte by byte costs no more than twice its size', () => {
    const decoder = createFrameDecoder();
    const byte = Buffer.from('A');
    decoder.push(Buffer.from([0x0b]));
    const before = process.memoryUsage();
    for (let i = 0; i < 1 << 20; i += 1) decoder.push(byte);
    const after = process.memoryUsage();
    expect(decoder.pendingBytes()).toBe(1 << 20);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(8 << 20);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(64 << 20);
    const [event] = decoder.push(Buffer.from('\x1c\r'));
    expect(event?.kind === 'frame' && event.body.equals(Buffer.alloc(1 << 20, 0x41))).toBe(true);
  });
});
