import { createFrameDecoder, decodeText, encodeFrame, readMessage } from '#lis/hl7';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export type MllpAddress = { url: string; certificateAuthority: string };
/** One connection, one message at a time: many receivers read only the first frame of what they get. */
export type MllpConnection = {
  /** @throws Error with a `code`: the system's, `timeout`, `mllp-closed` or `answer-too-long` */
  exchange(message: string, controlId: string, timeoutMs: number): Promise<string>;
  isOpen(): boolean;
  close(): void;
};

/** An acknowledgement is a hundred bytes. */
const answerAtMost = 64 * 1024;
/** the socket is given back when nothing has been sent for so long */
const idleMs = 60_000;

const failure = (code: string) => Object.assign(new Error(code), { code });

/** Opens a connection, TLS for `mllps:`. @throws Error with a `code` when it is not open in time */
export function openMllp(address: MllpAddress, timeoutMs: number): Promise<MllpConnection> {
  return new Promise((resolve, reject) => {
    const { socket, opened } = dial(address);
    const timer = setTimeout(() => socket.destroy(failure('timeout')), timeoutMs);
    const refuse = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    socket.once('error', refuse);
    socket.once(opened, () => {
      clearTimeout(timer);
      socket.off('error', refuse);
      resolve(converse(socket));
    });
  });
}

function dial({ url, certificateAuthority }: MllpAddress): { socket: Socket; opened: string } {
  const { hostname, port, protocol } = new URL(url);
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), noDelay: true };
  if (protocol === 'mllp:') return { socket: connectPlain(target), opened: 'connect' };
  const ca = certificateAuthority === '' ? {} : { ca: certificateAuthority };
  const servername = /^[\d.]+$|:/.test(target.host) ? {} : { servername: target.host };
  return {
    socket: connectTls({ ...target, ...ca, ...servername, minVersion: 'TLSv1.2' }),
    opened: 'secureConnect',
  };
}

type Waiting = { controlId: string; resolve: (text: string) => void; reject: (error: Error) => void };

function converse(socket: Socket): MllpConnection {
  const decoder = createFrameDecoder({ maxFrameBytes: answerAtMost });
  let waiting: Waiting | undefined;
  const end = (error: Error) => {
    waiting?.reject(error);
    waiting = undefined;
    socket.destroy();
  };
  const take = (body: Buffer) => {
    const { text } = decodeText(body, ['UNICODE UTF-8']);
    // another one's answer, for instance a second acknowledgement of an earlier message, is nobody's receipt
    if (!waiting || readMessage(text).first('MSA')?.text(2) !== waiting.controlId) return;
    waiting.resolve(text);
    waiting = undefined;
  };
  socket.setTimeout(idleMs, () => end(failure('timeout')));
  socket.on('error', end);
  socket.on('close', () => end(failure('mllp-closed')));
  socket.on('data', (chunk: Buffer) => {
    for (const event of decoder.push(chunk)) {
      if (event.kind === 'frame') take(event.body);
      else if (event.kind === 'too-large') end(failure('answer-too-long'));
    }
  });
  return {
    exchange: (message, controlId, timeoutMs) =>
      new Promise<string>((resolve, reject) => {
        const timer = setTimeout(() => end(failure('timeout')), timeoutMs);
        const stop = () => clearTimeout(timer);
        waiting = {
          controlId,
          resolve: (text) => {
            stop();
            resolve(text);
          },
          reject: (error) => {
            stop();
            reject(error);
          },
        };
        socket.write(encodeFrame(message));
      }),
    isOpen: () => !socket.destroyed && socket.writable,
    close: () => socket.destroy(),
  };
}
