import { connect } from 'node:net';
import { createFrameDecoder, encodeFrame } from '#lis/hl7';

export type Delivery = { kind: 'answer'; body: Buffer } | { kind: 'unreachable' } | { kind: 'no-answer' };

const connectWithinMs = 3000;
/** an ORL^O34 of a plate is 20 kB */
const maxAnswerBytes = 256 * 1024;

/**
 * Tells an instrument something over a connection of our own and waits for frames until `isFinal` says that one is the
 * answer: a commit acknowledgement may come before it. Never throws, and ends the connection in any case.
 */
export function sendToPort(
  to: { host: string; port: number },
  body: Buffer,
  answerMs: number,
  isFinal: (frame: Buffer) => boolean,
): Promise<Delivery> {
  return new Promise((resolve) => {
    const socket = connect({ host: to.host, port: to.port, noDelay: true });
    const decoder = createFrameDecoder({ maxFrameBytes: maxAnswerBytes });
    let isConnected = false;
    const end = (delivery: Delivery) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(delivery);
    };
    const fail = () => end({ kind: isConnected ? 'no-answer' : 'unreachable' });
    let timer = setTimeout(fail, connectWithinMs);
    socket.on('error', fail);
    socket.on('close', fail);
    socket.on('connect', () => {
      isConnected = true;
      clearTimeout(timer);
      timer = setTimeout(fail, answerMs);
      socket.write(encodeFrame(body));
    });
    socket.on('data', (chunk) => {
      for (const event of decoder.push(chunk))
        if (event.kind === 'frame' && isFinal(event.body)) return end({ kind: 'answer', body: event.body });
    });
  });
}
