import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { framesOf } from '#lis/astm';
import type { Sending } from './persistent-analyser.js';

export type PersistentAstmAnalyser = {
  /** the message whose last frame was not acknowledged yet; none between two */
  unacknowledged(): readonly string[];
  /** resolves when everything that `next` gives is acknowledged */
  done: Promise<void>;
};
type Line = { socket: Socket; reply: () => Promise<number | 'end'> };

const [ENQ, ACK, EOT] = [0x05, 0x06, 0x04];
const replyWithinMs = 15_000;
const againAfterMs = 20;
/** E1381: a frame is sent six times at most. */
const attempts = 6;

/**
 * An analyser that speaks ASTM and never gives up: it keeps a message until the frame with its L is acknowledged, and
 * sends it again from its H, over another line, when the line broke before. `acknowledged` is told each.
 */
export function persistentAstmAnalyser(given: {
  port: number;
  next: () => Sending | undefined;
  acknowledged: (key: string) => void;
}): PersistentAstmAnalyser {
  let current = given.next();
  const work = async () => {
    while (current !== undefined) {
      const line = await openLine(given.port);
      while (line !== null && current !== undefined && (await send(line, current.text))) {
        given.acknowledged(current.key);
        current = current.times > 1 ? { ...current, times: current.times - 1 } : given.next();
      }
      line?.socket.destroy();
      if (current !== undefined) await sleep(againAfterMs);
    }
  };
  return { done: work(), unacknowledged: () => (current === undefined ? [] : [current.key]) };
}

/** Null: nobody listens there now. */
async function openLine(port: number): Promise<Line | null> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const heard: number[] = [];
  let isOver = false;
  let wake = () => undefined as void;
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isOver = true;
    wake();
  });
  socket.on('data', (chunk: Buffer) => {
    heard.push(...chunk);
    wake();
  });
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => undefined);
  const reply = async () => {
    const late = setTimeout(() => socket.destroy(), replyWithinMs);
    while (heard.length === 0 && !isOver) await new Promise<void>((resolve) => (wake = resolve));
    clearTimeout(late);
    return heard.shift() ?? 'end';
  };
  return isOver ? null : { socket, reply };
}

/** Whether all of a message was acknowledged; false when it is to be sent again over another line. */
async function send({ socket, reply }: Line, text: string): Promise<boolean> {
  socket.write(Buffer.from([ENQ]));
  if ((await reply()) !== ACK) return false;
  for (const frame of framesOf(Buffer.from(text))) {
    let answer: number | 'end' = 'end';
    for (let attempt = 0; attempt < attempts && answer !== ACK; attempt++) {
      socket.write(frame);
      answer = await reply();
      if (answer === 'end') return false;
    }
    if (answer !== ACK) return false;
  }
  socket.write(Buffer.from([EOT]));
  return true;
}
