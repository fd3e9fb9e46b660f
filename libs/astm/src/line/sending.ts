import { ENQ, EOT } from './control-bytes.js';
import type { FrameEvent } from './frame-reader.js';
import { framesOf } from './frames.js';
import type { LineAction, LineTimes, NotSentReason } from './line.js';

/** LIS1-A §6.5.1.2: a frame that is refused six times ends the sending; bids are given up as often. */
const MAX_ATTEMPTS = 6;

export type Sending = {
  /** False: one is on its way. */
  offer(message: Buffer): boolean;
  /** The line is free: bids for it when there is something to send and no wait is on. */
  start(now: number): LineAction[];
  /** Null: not a matter of sending. `goesOn`: the event begins a session of the other side as well. */
  hear(event: FrameEvent, now: number): { actions: LineAction[]; goesOn: boolean } | null;
  tick(now: number): LineAction[];
  close(): LineAction[];
  state(): 'idle' | 'bidding' | 'sending';
};

const write = (bytes: Buffer): LineAction => ({ kind: 'write', bytes });
const byte = (value: number): LineAction => write(Buffer.from([value]));

/** The sending half of a host's line. Only one message is on its way at a time. */
export function createSending(times: LineTimes): Sending {
  let frames: Buffer[] | null = null;
  let state: 'idle' | 'bidding' | 'sending' = 'idle';
  let index = 0;
  let attempts = 0;
  let bids = 0;
  let askedAt = 0;
  let notBefore = -Infinity;

  const end = (action: LineAction): LineAction => {
    frames = null;
    state = 'idle';
    return action;
  };
  const fail = (reason: NotSentReason) => end({ kind: 'not-sent', reason });
  const start = (now: number): LineAction[] => {
    if (frames === null || state !== 'idle' || now < notBefore) return [];
    state = 'bidding';
    bids++;
    askedAt = now;
    return [byte(ENQ)];
  };
  const sendFrame = (now: number): LineAction[] => {
    askedAt = now;
    return [write(frames?.[index] ?? Buffer.alloc(0))];
  };
  /** Gives the line up for a while; the message waits. */
  const standBack = (now: number, ms: number): LineAction[] => {
    state = 'idle';
    notBefore = now + ms;
    return bids >= MAX_ATTEMPTS ? [fail('busy')] : [];
  };
  const bid = (event: FrameEvent, now: number): LineAction[] => {
    if (event.kind === 'ack') {
      state = 'sending';
      index = 0;
      attempts = 1;
      return sendFrame(now);
    }
    // contention, §6.2.7.1: the instrument goes first, its ENQ is not answered and comes again after a second
    if (event.kind === 'enq') return standBack(now, times.contentionMs);
    return event.kind === 'nak' ? standBack(now, times.busyMs) : [];
  };
  const next = (now: number): LineAction[] => {
    index++;
    attempts = 1;
    return index < (frames?.length ?? 0) ? sendFrame(now) : [byte(EOT), end({ kind: 'sent' })];
  };
  const again = (now: number): LineAction[] => {
    attempts++;
    return attempts > MAX_ATTEMPTS ? [byte(EOT), fail('refused')] : sendFrame(now);
  };

  return {
    offer(message) {
      if (frames !== null) return false;
      frames = framesOf(message);
      bids = 0;
      return true;
    },
    start,
    hear(event, now) {
      if (state === 'bidding') return { actions: bid(event, now), goesOn: false };
      if (state !== 'sending') return null;
      if (event.kind === 'enq') return { actions: [fail('interrupted')], goesOn: true };
      // §6.3.5.2: EOT is an ACK with the wish to be sent no more for now; a message of ours is short
      const isTaken = event.kind === 'ack' || event.kind === 'eot';
      return { actions: isTaken ? next(now) : again(now), goesOn: false };
    },
    tick(now) {
      if (state === 'idle') return start(now);
      return now - askedAt > times.replyMs ? [byte(EOT), fail('no-answer')] : [];
    },
    close: () => (frames === null ? [] : [fail('closed')]),
    state: () => state,
  };
}
