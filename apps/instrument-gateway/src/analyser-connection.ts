import type { Socket } from 'node:net';
import { createFrameDecoder, encodeFrame } from '#lis/hl7';

export type AnalyserConnection = {
  /** ends a connection that idles, hangs in half a frame, speaks no MLLP, or does not read its answers */
  check(now: number): void;
  /** reads no more, and ends when every frame read so far is answered */
  end(): void;
  destroy(): void;
  /** Says something of our own, between answers. False: the connection ends, or does not read what it is told. */
  send(body: Buffer): boolean;
};
/** '' for no answer; several blocks leave in one write, in order. */
export type Answer = string | readonly (string | Buffer)[];
/** `frame` null: a frame beyond the cap, whose bytes were not kept. */
export type Receive = (frame: Buffer | null, answer: (answer: Answer) => void) => void;

type Limits = {
  idleMs: number;
  /** silence within a frame, and before the first; a frame that trickles may take twenty times as long in all */
  halfFrameMs: number;
  maxFrameBytes: number;
  /** see connectionLimits */
  hold: (difference: number) => boolean;
};
type Warn = (event: string, detail: Record<string, unknown>) => void;
type Slot = { answer: Answer | null };

const trickles = 20;
/** Frames of one socket that wait for their answers; more than any analyser sends ahead. */
const maxUnanswered = 512;
const maxUnreadAnswerBytes = 1024 * 1024;

/**
 * Serves one socket: frames in, answers out in the order of their frames. Answers that become known together
 * leave in one write. Nothing is shared with other sockets.
 */
export function serveAnalyser(
  socket: Socket,
  receive: Receive,
  limits: Limits,
  warn: Warn,
): AnalyserConnection {
  const decoder = createFrameDecoder({ maxFrameBytes: limits.maxFrameBytes });
  const slots: Slot[] = [];
  let heardAt = performance.now();
  let halfSince: number | null = null;
  let held = 0;
  // of one that has sent bytes and no frame: a browser, a scanner
  let noiseSince: number | null = null;
  let speaksMllp = false;
  let isFlushing = false;
  let isEnding = false;

  const flush = () => {
    isFlushing = false;
    let ready = 0;
    const frames: Buffer[] = [];
    for (const { answer } of slots) {
      if (answer === null) break;
      ready++;
      if (typeof answer !== 'string') for (const block of answer) frames.push(encodeFrame(block));
      else if (answer !== '') frames.push(encodeFrame(answer));
    }
    if (ready === 0) return;
    slots.splice(0, ready);
    if (socket.writable && frames.length > 0)
      socket.write(frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames));
    if (isEnding && slots.length === 0) socket.end();
    else if (!isEnding && slots.length < maxUnanswered / 2 && socket.isPaused()) socket.resume();
  };
  const answerIn = (slot: Slot) => (answer: Answer) => {
    if (slot.answer !== null) return;
    slot.answer = answer;
    if (isFlushing) return;
    isFlushing = true;
    // after the other answers of the same commit
    queueMicrotask(flush);
  };
  const take = (frame: Buffer | null) => {
    const slot: Slot = { answer: null };
    slots.push(slot);
    receive(frame, answerIn(slot));
  };

  const end = (reason: string) => {
    warn('connection-ended', { address: socket.remoteAddress, reason });
    socket.destroy();
  };

  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    heardAt = performance.now();
    const events = decoder.push(chunk);
    for (const event of events) {
      if (event.kind === 'frame') take(event.body);
      else if (event.kind === 'too-large') take(null);
      else warn('frame-resynchronised', { address: socket.remoteAddress, discarded: event.discarded });
    }
    const pending = decoder.pendingBytes();
    speaksMllp ||= events.length > 0 || pending > 0;
    noiseSince = speaksMllp ? null : (noiseSince ?? heardAt);
    if (pending === 0) halfSince = null;
    // the frame that is half now is another than before
    else if (halfSince === null || events.length > 0) halfSince = heardAt;
    const isRoom = limits.hold(pending - held);
    held = pending;
    if (!isRoom) end('no-room');
    if (slots.length >= maxUnanswered) socket.pause();
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    limits.hold(-held);
    held = 0;
  });

  return {
    check(now) {
      const isIdle = slots.length === 0 && now - heardAt > limits.idleMs;
      const isHalf =
        halfSince !== null &&
        (now - heardAt > limits.halfFrameMs || now - halfSince > limits.halfFrameMs * trickles);
      const isNoise = noiseSince !== null && now - noiseSince > limits.halfFrameMs;
      const isDeaf = socket.writableLength > maxUnreadAnswerBytes;
      if (isHalf) end('half-frame');
      else if (isNoise) end('no-mllp');
      else if (isDeaf) end('deaf');
      else if (isIdle) end('idle');
    },
    end() {
      isEnding = true;
      socket.pause();
      if (slots.length === 0) socket.end();
    },
    destroy: () => socket.destroy(),
    send(body) {
      if (isEnding || !socket.writable || socket.writableLength > maxUnreadAnswerBytes) return false;
      socket.write(encodeFrame(body));
      return true;
    },
  };
}
