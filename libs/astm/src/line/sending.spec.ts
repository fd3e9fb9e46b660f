import { describe, expect, it } from 'vitest';
import { createLine, LINE_TIMES } from './line.js';
import { ack, enq, eot, nak, sessionOf, wordsOf } from './sessions.fixture.js';

const message = Buffer.from('H|\\^&\rL|1\r');
const offered = (now = 0) => {
  const line = createLine();
  return { line, words: wordsOf(line.offer(message, now).actions) };
};

describe('a line that sends', () => {
  it('bids, sends a frame for each acknowledgement, and ends', () => {
    const { line, words } = offered();
    expect(words).toEqual(['<ENQ>']);
    expect(line.offer(message, 0).isTaken).toBe(false);
    expect(wordsOf(line.push(ack, 0))).toEqual(['<frame 1>']);
    expect(wordsOf(line.push(ack, 0))).toEqual(['<frame 2>']);
    expect(wordsOf(line.push(ack, 0))).toEqual(['<EOT>', 'sent']);
    expect(line.state()).toBe('idle');
    expect(line.offer(message, 0).isTaken).toBe(true);
  });

  it('sends a refused frame again, five times', () => {
    const { line } = offered();
    line.push(ack, 0);
    for (let i = 0; i < 5; i++) expect(wordsOf(line.push(nak, 0))).toEqual(['<frame 1>']);
    expect(wordsOf(line.push(nak, 0))).toEqual(['<EOT>', 'not-sent:refused']);
  });

  it('takes EOT for an acknowledgement', () => {
    const { line } = offered();
    line.push(ack, 0);
    expect(wordsOf(line.push(Buffer.concat([eot, ack]), 0))).toEqual(['<frame 2>', '<EOT>', 'sent']);
  });

  it('waits 15 s for a reply', () => {
    const { line } = offered();
    expect(wordsOf(line.tick(LINE_TIMES.replyMs))).toEqual([]);
    expect(wordsOf(line.tick(LINE_TIMES.replyMs + 1))).toEqual(['<EOT>', 'not-sent:no-answer']);
    const other = offered().line;
    other.push(ack, 10_000);
    expect(wordsOf(other.tick(25_000))).toEqual([]);
    expect(wordsOf(other.tick(25_001))).toEqual(['<EOT>', 'not-sent:no-answer']);
  });

  it('gives way to the instrument and bids again after 20 s', () => {
    const { line } = offered();
    // its ENQ is not answered; it comes again after a second
    expect(wordsOf(line.push(enq, 0))).toEqual([]);
    expect(wordsOf(line.tick(500))).toEqual([]);
    expect(wordsOf(line.push(enq, 1000))).toEqual(['<ACK>']);
    const [results, ...rest] = line.push(sessionOf('H|\\^&\rL|1\r').subarray(1), 1100).slice(-1);
    expect([results?.kind, rest.length]).toEqual(['message', 0]);
    expect(wordsOf(line.settle(true, 1200))).toEqual(['<ACK>']);
    expect(wordsOf(line.tick(19_999))).toEqual([]);
    expect(wordsOf(line.tick(20_000))).toEqual(['<ENQ>']);
    expect(wordsOf(line.push(Buffer.concat([ack, ack, ack]), 20_000)).at(-1)).toBe('sent');
  });

  it('waits while the instrument sends or is busy, and gives up a bid that is never taken', () => {
    const line = createLine();
    line.push(enq, 0);
    expect(line.offer(message, 0)).toEqual({ isTaken: true, actions: [] });
    expect(wordsOf(line.push(eot, 0))).toEqual(['<ENQ>']);
    for (let now = 0, bid = 1; bid < 6; bid++) {
      expect(wordsOf(line.push(nak, now))).toEqual([]);
      expect(wordsOf(line.tick(now + LINE_TIMES.busyMs - 1))).toEqual([]);
      expect(wordsOf(line.tick((now += LINE_TIMES.busyMs)))).toEqual(['<ENQ>']);
    }
    expect(wordsOf(line.push(nak, 99_000))).toEqual(['not-sent:busy']);
  });

  it('gives up a message when the instrument begins one of its own, or is gone', () => {
    const { line } = offered();
    line.push(ack, 0);
    expect(wordsOf(line.push(enq, 0))).toEqual(['not-sent:interrupted', '<ACK>']);
    expect(wordsOf(offered().line.close())).toEqual(['not-sent:closed']);
  });
});
