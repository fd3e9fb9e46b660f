import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAstmFrame, framesOf } from './frames.js';
import { createLine, LINE_TIMES, type LineAction } from './line.js';
import { ack, enq, eot, nak, sessionOf, wordsOf } from './sessions.fixture.js';

const message = 'H|\\^&|||X\rO|1|T1\rL|1|N\r';
const frames = framesOf(Buffer.from(message));
const [first, second, last] = frames as [Buffer, Buffer, Buffer];
const bad = (frame: Buffer) => {
  const copy = Buffer.from(frame);
  copy[3] = (copy[3] ?? 0) ^ 1;
  return copy;
};

describe('a line that receives', () => {
  it('checks a frame as E1381 does', () => {
    expect(encodeAstmFrame(1, Buffer.from('H|\\^&\r'), true).toString('latin1')).toBe(
      '\x021H|\\^&\r\x03E5\r\n',
    );
  });

  it('acknowledges every frame but the last at once, and that one when it is kept', () => {
    const line = createLine();
    expect(wordsOf(line.push(first, 0))).toEqual([]);
    expect(wordsOf(line.push(enq, 0))).toEqual(['<ACK>']);
    expect(wordsOf(line.push(first, 0))).toEqual(['<ACK>']);
    expect(wordsOf(line.push(second, 0))).toEqual(['<ACK>']);
    expect(wordsOf(line.push(last, 0))).toEqual([`message:${message}`]);
    expect(wordsOf(line.settle(true, 0))).toEqual(['<ACK>']);
    expect(wordsOf(line.settle(true, 0))).toEqual([]);
    // our ACK was lost: it is not stored again
    expect(wordsOf(line.push(last, 0))).toEqual(['<ACK>']);
    expect(wordsOf(line.push(eot, 0))).toEqual([]);
    expect(line.state()).toBe('idle');
  });

  it('asks again for what is not kept', () => {
    const line = createLine();
    line.push(Buffer.concat([enq, first, second, last]), 0);
    expect(wordsOf(line.settle(false, 0))).toEqual(['<NAK>']);
    expect(wordsOf(line.push(last, 0))).toEqual([`message:${message}`]);
    expect(wordsOf(line.settle(true, 0))).toEqual(['<ACK>']);
  });

  it('lets go of what its sender knows to be refused', () => {
    for (const next of [eot, enq]) {
      const line = createLine();
      line.push(Buffer.concat([enq, first, second, last]), 0);
      expect(wordsOf(line.settle(false, 0))).toEqual(['<NAK>']);
      expect(wordsOf(line.push(next, 0))).toEqual(next === eot ? [] : ['<ACK>']);
    }
  });

  it('refuses a wrong sum, a wrong number and a number that skips; repeats change nothing', () => {
    const line = createLine();
    line.push(enq, 0);
    expect(wordsOf(line.push(bad(first), 0))).toEqual(['fault:checksum', '<NAK>']);
    expect(wordsOf(line.push(second, 0))).toEqual(['fault:frame-number', '<NAK>']);
    expect(wordsOf(line.push(encodeAstmFrame(0, Buffer.from('H'), true), 0))).toEqual([
      'fault:frame-number',
      '<NAK>',
    ]);
    expect(wordsOf(line.push(Buffer.concat([first, first, second, second]), 0))).toEqual(
      Array.from({ length: 4 }, () => '<ACK>'),
    );
    expect(wordsOf(line.push(last, 0))).toEqual([`message:${message}`]);
  });

  it('gives out what was acknowledged of a message without its end', () => {
    const line = createLine();
    line.push(Buffer.concat([enq, first]), 0);
    expect(wordsOf(line.push(eot, 0))).toEqual(['incomplete:H|\\^&|||X\r']);
    line.push(Buffer.concat([enq, first]), 0);
    expect(wordsOf(line.push(enq, 0))).toEqual(['incomplete:H|\\^&|||X\r', '<ACK>']);
    line.push(first, 0);
    expect(wordsOf(line.tick(LINE_TIMES.receiveMs))).toEqual([]);
    expect(wordsOf(line.tick(LINE_TIMES.receiveMs + 1))).toEqual(['fault:silent', 'incomplete:H|\\^&|||X\r']);
    line.push(Buffer.concat([enq, first]), 0);
    expect(wordsOf(line.close())).toEqual(['incomplete:H|\\^&|||X\r']);
  });

  it('keeps apart the messages of a session, and one without L before the next H', () => {
    const line = createLine();
    const two = framesOf(Buffer.from(`H|\\^&\rP|1\r${message}`));
    const actions = line.push(Buffer.concat([enq, ...two]), 0);
    expect(wordsOf(actions).filter((word) => word.includes(':'))).toEqual([
      'incomplete:H|\\^&\rP|1\r',
      `message:${message}`,
    ]);
  });

  it('takes long frames, frames of several records, and records of several frames', () => {
    const long = `H|\\^&|${'x'.repeat(5000)}\rL|1\r`;
    for (const size of [5, 240, 64_000]) expect(heard(sessionOf(long, size))).toContain(`message:${long}`);
    const one = Buffer.concat([enq, encodeAstmFrame(1, Buffer.from(message.slice(0, -1)), true), eot]);
    expect(heard(one)).toContain(`message:${message}`);
    const line = createLine({ maxFrameBytes: 100, maxMessageBytes: 150 });
    expect(wordsOf(line.push(sessionOf(long, 5000).subarray(0, -1), 0))).toContain('fault:too-large');
    expect(wordsOf(line.push(sessionOf(long, 90), 0))).toContain('fault:message-too-large');
  });

  it('says the same of a session wherever it is cut', () => {
    const session = Buffer.concat([
      Buffer.from('noise\r\n'),
      enq,
      bad(first),
      first,
      first,
      second,
      last,
      eot,
      sessionOf(message, 7),
    ]);
    const whole = heard(session);
    expect(whole.filter((word) => word.startsWith('message')).length).toBe(2);
    for (let cut = 0; cut <= session.length; cut++)
      expect(heard(session.subarray(0, cut), session.subarray(cut))).toEqual(whole);
    expect(heard(...Array.from(session, (byte) => Buffer.from([byte])))).toEqual(whole);
  });

  it('never throws for any bytes, and holds no more than it may', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(enq, eot, ack, nak, first, second, last, bad(second)),
    );
    const step = fc.record({ piece, wait: fc.nat(40_000), kept: fc.boolean(), offers: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const line = createLine({ maxMessageBytes: 300, maxFrameBytes: 100 });
        let now = 0;
        for (const { piece: bytes, wait, kept, offers } of steps) {
          now += wait;
          line.tick(now);
          if (offers) line.offer(Buffer.from(message), now);
          line.push(bytes, now);
          if (wait % 2 === 0) line.settle(kept, now);
          expect(line.heldBytes()).toBeLessThan(600);
        }
        line.close();
      }),
    );
  });
});

/** What a line says of bytes that come in pieces, every message kept. */
function heard(...pieces: Buffer[]): string[] {
  const line = createLine();
  const said: LineAction[] = [];
  const follow = (actions: readonly LineAction[]) => {
    for (const action of actions) {
      said.push(action);
      if (action.kind === 'message') follow(line.settle(true, 0));
    }
  };
  for (const piece of pieces) follow(line.push(piece, 0));
  return wordsOf(said);
}
