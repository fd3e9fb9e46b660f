import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFrameDecoder, encodeFrame, readMessage } from '#lis/hl7';

/** One analyser's connection: one message at a time, which is sent again until it is acknowledged. */
export type MllpLink = { send(message: string): Promise<string>; close(): void };

const PATIENCE_MS = 10_000;
const positive = ['AA', 'CA'];
/** the receiver cannot at present: the message is sent again */
const later = ['AE', 'CE'];

export function openLink(host: string, port: number, signal: AbortSignal): MllpLink {
  let socket: Socket | null = null;
  let waiting: { answer: (text: string) => void; fail: (error: Error) => void } | null = null;

  const open = () =>
    new Promise<Socket>((resolve, reject) => {
      const opened = connect({ host, port, noDelay: true });
      const decoder = createFrameDecoder();
      opened.once('connect', () => resolve(opened));
      opened.once('error', reject);
      opened.on('data', (chunk: Buffer) => {
        for (const event of decoder.push(chunk)) {
          if (event.kind === 'frame') waiting?.answer(event.body.toString('utf8'));
        }
      });
      opened.once('close', () => {
        if (socket === opened) socket = null;
        waiting?.fail(new Error('connection lost'));
      });
    });
  const exchange = async (frame: Buffer): Promise<string> => {
    socket ??= await open();
    const used = socket;
    return new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => used.destroy(new Error('no answer')), PATIENCE_MS);
      const end = (finish: () => void) => {
        clearTimeout(timer);
        waiting = null;
        finish();
      };
      waiting = {
        answer: (text) => end(() => resolve(text)),
        fail: (error) => end(() => reject(error)),
      };
      used.write(frame);
    });
  };
  const send = async (message: string): Promise<string> => {
    const frame = encodeFrame(message);
    for (let attempt = 0; ; attempt += 1) {
      signal.throwIfAborted();
      const answer = await exchange(frame).catch(() => null);
      const code = answer === null ? '' : (readMessage(answer).first('MSA')?.text(1) ?? '');
      if (answer !== null && (positive.includes(code) || !later.includes(code))) return code;
      await sleep(Math.min(3000, 100 * 2 ** Math.min(attempt, 5)), undefined, { signal });
    }
  };
  return { send, close: () => socket?.destroy() };
}

export const isAcknowledged = (code: string): boolean => positive.includes(code);
