import type { Socket } from 'node:net';
import { createLine, type LineAction, type LineTimes } from '#lis/astm';

/** How a message of ours ended: `sent` when its last frame was acknowledged, else why not. */
export type Delivery = 'sent' | 'no-answer' | 'refused' | 'busy' | 'interrupted' | 'closed' | 'too-many';

export type AstmConnection = {
  /** moves the line's timers, and ends a connection that idles, speaks no ASTM or does not read */
  check(now: number): void;
  /** ends when the message that is being kept is acknowledged */
  end(): void;
  destroy(): void;
  /** Has a message sent when the line is free; several wait for one another. */
  deliver(message: Buffer): Promise<Delivery>;
};

type Given = {
  /** `settle` once: true when it is kept for good, false to have its last frame sent again */
  receive: (text: Buffer, settle: (isKept: boolean) => void) => void;
  /** what was acknowledged of a message that never came to its end */
  incomplete: (text: Buffer) => void;
  limits: { idleMs: number; noiseMs: number; hold: (difference: number) => boolean };
  times: LineTimes;
  warn: (event: string, detail: Record<string, unknown>) => void;
};

const maxWaiting = 16;
const maxUnreadBytes = 1024 * 1024;

/** One socket as an ASTM line. Nothing is shared with other sockets. */
export function serveAstm(socket: Socket, given: Given): AstmConnection {
  const { limits, warn } = given;
  const line = createLine({ times: given.times });
  const waiting: { message: Buffer; done: (delivery: Delivery) => void }[] = [];
  const openedAt = performance.now();
  let heardAt = openedAt;
  let heardAnything = false;
  let speaksAstm = false;
  let isKeeping = false;
  let isEnding = false;
  let held = 0;

  const end = (reason: string) => {
    warn('connection-ended', { address: socket.remoteAddress, reason });
    socket.destroy();
  };
  const offerNext = (now: number): void => {
    const [next] = waiting;
    if (next === undefined || isEnding) return;
    const { isTaken, actions } = line.offer(next.message, now);
    if (isTaken) run(actions);
  };
  const delivered = (delivery: Delivery) => {
    waiting.shift()?.done(delivery);
    offerNext(performance.now());
  };
  const run = (actions: readonly LineAction[]): void => {
    for (const action of actions) {
      if (action.kind === 'write') {
        if (socket.writable) socket.write(action.bytes);
      } else if (action.kind === 'message') keep(action.text);
      else if (action.kind === 'incomplete') given.incomplete(action.text);
      else if (action.kind === 'sent') delivered('sent');
      else if (action.kind === 'not-sent') delivered(action.reason);
      else warn('line-fault', { address: socket.remoteAddress, reason: action.reason });
    }
  };
  const keep = (text: Buffer) => {
    isKeeping = true;
    let isSettled = false;
    given.receive(text, (isKept) => {
      if (isSettled) return;
      isSettled = true;
      isKeeping = false;
      run(line.settle(isKept, performance.now()));
      if (isEnding) socket.end();
    });
  };

  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    heardAt = performance.now();
    heardAnything = true;
    // also one that only answers what we ask
    speaksAstm ||= line.state() !== 'idle';
    run(line.push(chunk, heardAt));
    speaksAstm ||= line.state() !== 'idle';
    const now = line.heldBytes();
    const isRoom = limits.hold(now - held);
    held = now;
    if (!isRoom) end('no-room');
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    limits.hold(-held);
    held = 0;
    isEnding = true;
    run(line.close());
    for (const { done } of waiting.splice(0)) done('closed');
  });

  return {
    check(now) {
      run(line.tick(now));
      const isIdle = line.state() === 'idle' && now - heardAt > limits.idleMs;
      if (heardAnything && !speaksAstm && now - openedAt > limits.noiseMs) end('no-astm');
      else if (socket.writableLength > maxUnreadBytes) end('deaf');
      else if (isIdle) end('idle');
    },
    end() {
      isEnding = true;
      if (!isKeeping) socket.end();
    },
    destroy: () => socket.destroy(),
    deliver: (message) =>
      new Promise((done) => {
        if (isEnding || !socket.writable) return done('closed');
        if (waiting.length >= maxWaiting) return done('too-many');
        waiting.push({ message, done });
        offerNext(performance.now());
      }),
  };
}
