import { connect, type Socket } from 'node:net';
import { createFrameDecoder, encodeFrame } from '#lis/hl7';

/** A message under way, sent `times` times in all; `key` is its identity. */
export type Sending = { key: string; text: string; times: number };

export type PersistentAnalyser = {
  /** messages that were sent and not answered on the connection that is open now */
  unanswered(): readonly string[];
  /** resolves when everything that `next` gives is answered */
  done: Promise<void>;
};

/**
 * An analyser that never gives up: it keeps `inFlight` messages on its way, and when the connection breaks it opens
 * another and sends again what was not answered. Answers come in the order of the messages (HL7 2.5.1 §2.9), and
 * `answered` is told each. `next` gives what to send, and undefined when there is no more.
 */
export function persistentAnalyser(given: {
  port: number;
  inFlight: number;
  next: () => Sending | undefined;
  answered: (key: string, answer: string) => void;
}): PersistentAnalyser {
  const { port, inFlight, next, answered } = given;
  let waiting: Sending[] = [];
  let again: Sending[] = [];
  let finish: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });

  const open = () => {
    const decoder = createFrameDecoder();
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => fill(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const event of decoder.push(chunk)) {
        if (event.kind === 'frame') hear(event.body.toString('utf8'));
      }
      fill(socket);
    });
    socket.once('close', () => {
      again = [...waiting, ...again];
      waiting = [];
      setTimeout(open, 20);
    });
  };
  const hear = (answer: string) => {
    const sending = waiting.shift();
    if (!sending) return fail(new Error('an answer to nothing'));
    // not stored (AE, CE): an analyser sends it again
    if (/\rMSA\|[AC]E\|/.test(answer)) again.push(sending);
    else {
      answered(sending.key, answer);
      if (sending.times > 1) again.push({ ...sending, times: sending.times - 1 });
    }
  };
  const fill = (socket: Socket) => {
    const frames: Buffer[] = [];
    while (waiting.length < inFlight) {
      const sending = again.shift() ?? next();
      if (!sending) break;
      waiting.push(sending);
      frames.push(encodeFrame(sending.text));
    }
    if (frames.length > 0) socket.write(Buffer.concat(frames));
    else if (waiting.length === 0) {
      socket.removeAllListeners('close');
      socket.destroy();
      finish();
    }
  };
  open();
  return { done, unanswered: () => waiting.map(({ key }) => key) };
}
