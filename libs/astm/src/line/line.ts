import { ACK, CR, NAK } from './control-bytes.js';
import { createFrameReader, type FrameEvent } from './frame-reader.js';
import { createSending } from './sending.js';

/** All in ms. LIS1-A §6.5: 15 s for a reply, 30 s of silence while receiving; §6.2.7: 20 s for a host that gave way. */
export type LineTimes = { replyMs: number; receiveMs: number; contentionMs: number; busyMs: number };
export const LINE_TIMES: LineTimes = {
  replyMs: 15_000,
  receiveMs: 30_000,
  contentionMs: 20_000,
  busyMs: 10_000,
};

export type NotSentReason = 'no-answer' | 'refused' | 'busy' | 'interrupted' | 'closed';
export type LineAction =
  | { kind: 'write'; bytes: Buffer }
  /** H to L are here: to be settled, before which its last frame is not acknowledged */
  | { kind: 'message'; text: Buffer }
  /** what was acknowledged of a message whose L never came */
  | { kind: 'incomplete'; text: Buffer }
  | { kind: 'sent' }
  | { kind: 'not-sent'; reason: NotSentReason }
  /** told to the log only */
  | { kind: 'fault'; reason: string };

export type Line = {
  push(chunk: Uint8Array, now: number): LineAction[];
  /** The fate of the message that was given out: kept, or to be sent again (its last frame). */
  settle(isKept: boolean, now: number): LineAction[];
  /** Has a message sent as soon as the line is free. False: another one is on its way. */
  offer(message: Buffer, now: number): { isTaken: boolean; actions: LineAction[] };
  tick(now: number): LineAction[];
  /** The connection is gone. */
  close(): LineAction[];
  heldBytes(): number;
  state(): 'idle' | 'receiving' | 'bidding' | 'sending';
};

export type LineOptions = { times?: LineTimes; maxMessageBytes?: number; maxFrameBytes?: number };
const oneByte = (byte: number): LineAction => ({ kind: 'write', bytes: Buffer.from([byte]) });
const maxWaiting = 16;

/**
 * One end of an ASTM line, the host's, as a machine of bytes and time: nothing in it knows a socket or a clock. `now`
 * is any monotonic time in ms.
 *
 * What may be acknowledged before anything is stored (law 1): every frame but the one that completes a message. A
 * frame's ACK says that the frame is here, and LIS2-A2 §6 makes the sender keep a message until its L is acknowledged:
 * a host that dies in between has broken the line, and the whole message comes again. The ACK of the frame with L is
 * the receipt, so it waits for `settle`; EOT is not acknowledged at all.
 */
export function createLine(options: LineOptions = {}): Line {
  const times = options.times ?? LINE_TIMES;
  const maxMessageBytes = options.maxMessageBytes ?? 8 * 1024 * 1024;
  const reader = createFrameReader(options.maxFrameBytes ?? 64_000);
  const sending = createSending(times);
  let isReceiving = false;
  /** the next frame's number; `hasFrame`: one of this session was taken, so that the last number may come again */
  let expected = 1;
  let hasFrame = false;
  let heardAt = 0;
  /** whole low-level messages (to ETX), and the frames (to ETB) of one that is not whole */
  let records: Buffer[] = [];
  let parts: Buffer[] = [];
  let size = 0;
  /** the frame whose ACK waits for `settle` */
  let awaited: Buffer | null = null;
  /** its sender knows that it was not taken: the whole message comes again, and the rest of it is nobody's loss */
  let wasRefused = false;
  /** what came after it */
  const waiting: FrameEvent[] = [];

  const drop = () => {
    records = [];
    parts = [];
    size = 0;
    wasRefused = false;
  };
  const endSession = (): LineAction[] => {
    const text = wasRefused ? Buffer.alloc(0) : Buffer.concat([...records, ...parts]);
    drop();
    isReceiving = false;
    return text.length > 0 ? [{ kind: 'incomplete', text }] : [];
  };
  const take = (text: Buffer): LineAction[] => {
    parts.push(text);
    size += text.length;
    expected = (expected + 1) % 8;
    hasFrame = true;
    return [oneByte(ACK)];
  };

  const frame = (event: Extract<FrameEvent, { kind: 'frame' }>): LineAction[] => {
    if (hasFrame && event.number === (expected + 7) % 8) return [oneByte(ACK)];
    if (event.number !== expected) return [{ kind: 'fault', reason: 'frame-number' }, oneByte(NAK)];
    if (size + event.text.length > maxMessageBytes)
      return [{ kind: 'fault', reason: 'message-too-large' }, oneByte(NAK)];
    if (!event.isLast) return take(event.text);
    const ended = event.text.at(-1) === CR ? event.text : Buffer.concat([event.text, Buffer.from([CR])]);
    const whole = Buffer.concat([...parts, ended]);
    if (startsWith(whole, 'H') && records.length > 0) {
      const text = Buffer.concat(records);
      const before: LineAction = { kind: 'incomplete', text };
      records = [];
      size -= text.length;
      return [before, ...frame(event)];
    }
    if (startsWith(lastRecord(whole), 'L')) {
      awaited = whole;
      return [{ kind: 'message', text: Buffer.concat([...records, whole]) }];
    }
    const actions = take(ended);
    records.push(whole);
    parts = [];
    return actions;
  };

  const receive = (event: FrameEvent, now: number): LineAction[] => {
    if (event.kind === 'enq') {
      const before = endSession();
      isReceiving = true;
      expected = 1;
      hasFrame = false;
      heardAt = now;
      return [...before, oneByte(ACK)];
    }
    if (!isReceiving) return [];
    heardAt = now;
    if (event.kind === 'eot') return [...endSession(), ...sending.start(now)];
    if (event.kind === 'frame') return frame(event);
    if (event.kind === 'bad-frame') return [{ kind: 'fault', reason: event.reason }, oneByte(NAK)];
    return [];
  };
  const on = (event: FrameEvent, now: number): LineAction[] => {
    const heard = sending.hear(event, now);
    if (heard === null) return receive(event, now);
    // an instrument that begins while a message of ours is half over has given that one up: it goes first
    return heard.goesOn ? [...heard.actions, ...receive(event, now)] : heard.actions;
  };
  const drain = (now: number): LineAction[] => {
    const actions: LineAction[] = [];
    while (awaited === null) {
      const event = waiting.shift();
      if (event === undefined) break;
      actions.push(...on(event, now));
    }
    return actions;
  };

  return {
    push(chunk, now) {
      waiting.push(...reader.push(chunk));
      const actions = drain(now);
      // a sender that waits for its reply says ENQ or EOT at most
      waiting.length = Math.min(waiting.length, maxWaiting);
      return actions;
    },
    settle(isKept, now) {
      if (awaited === null) return [];
      awaited = null;
      heardAt = now;
      wasRefused = !isKept;
      if (isKept) {
        drop();
        expected = (expected + 1) % 8;
        hasFrame = true;
      }
      return [oneByte(isKept ? ACK : NAK), ...drain(now)];
    },
    offer(message, now) {
      if (!sending.offer(message)) return { isTaken: false, actions: [] };
      return { isTaken: true, actions: isReceiving ? [] : sending.start(now) };
    },
    tick(now) {
      if (!isReceiving) return sending.tick(now);
      if (awaited !== null || now - heardAt <= times.receiveMs) return [];
      return [{ kind: 'fault', reason: 'silent' }, ...endSession(), ...sending.start(now)];
    },
    close() {
      // of a message that is being kept nothing is missing
      const rest = awaited === null ? endSession() : [];
      return [...rest, ...sending.close()];
    },
    heldBytes: () => size + reader.pendingBytes(),
    state: () => (isReceiving ? 'receiving' : sending.state()),
  };
}

/** A record's letter, blanks before it passed over. */
function startsWith(record: Buffer, letter: string): boolean {
  return new RegExp(`^\\s*${letter}(?![A-Za-z0-9])`).test(record.toString('latin1', 0, 40));
}

function lastRecord(whole: Buffer): Buffer {
  const text = whole.toString('latin1').trimEnd();
  return whole.subarray(text.lastIndexOf('\r') + 1);
}
