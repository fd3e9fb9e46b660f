import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { framesOf } from '#lis/astm';

const ENQ = 0x05;
const ACK = 0x06;
const NAK = 0x15;
const EOT = 0x04;

export type GeneXpert = {
  socket: Socket;
  write(...bytes: number[]): void;
  /** the next byte that is said, or `end` */
  next(): Promise<number | 'end'>;
  /** Sends a message as E1381 has it. Returns how often a frame was refused, or why it was given up. */
  send(text: string): Promise<number | 'not-admitted' | 'given-up' | 'end'>;
  /** all of a message up to, but without, waiting for the reply to its last frame */
  sendAllButReply(text: string): Promise<void>;
  /** Takes a message that the host sends. */
  take(): Promise<string>;
  /** takes one whose ENQ has come already */
  takeFrames(): Promise<string>;
};

/** A GeneXpert at the other end of a socket. `tls`: the certificate that it shows; without: plain. @throws when refused at once */
export async function openGeneXpert(port: number, tls?: ConnectionOptions): Promise<GeneXpert> {
  const to = { port, host: '127.0.0.1' };
  const socket = tls ? connectTls({ ...to, servername: 'gateway', ...tls }) : connect(to);
  await new Promise((resolve, reject) =>
    socket.once(tls ? 'secureConnect' : 'connect', () => resolve(null)).once('error', reject),
  );
  const heard: number[] = [];
  let isOver = false;
  let wake = () => undefined as void;
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isOver = true;
    wake();
  });
  socket.on('data', (chunk) => {
    heard.push(...chunk);
    wake();
  });
  const next = async (): Promise<number | 'end'> => {
    while (heard.length === 0) {
      if (isOver) return 'end';
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return heard.shift() ?? 'end';
  };
  const write = (...bytes: number[]) => void socket.write(Buffer.from(bytes));
  const begin = async () => {
    write(ENQ);
    return next();
  };
  const takeFrames = async () => {
    let text = '';
    write(ACK);
    for (;;) {
      const frame: number[] = [];
      for (let byte = await next(); byte !== 0x0a; byte = await next()) {
        if (byte === EOT) return text;
        if (byte === 'end') throw new Error(`the host went away after ${text}`);
        frame.push(byte);
      }
      const end = frame.findIndex((byte) => byte === 0x03 || byte === 0x17);
      text += Buffer.from(frame.slice(2, end)).toString();
      write(ACK);
    }
  };
  return {
    socket,
    write,
    next,
    takeFrames,
    async send(text) {
      if ((await begin()) !== ACK) return 'not-admitted';
      let refused = 0;
      for (const frame of framesOf(Buffer.from(text))) {
        for (let attempt = 1; ; attempt++) {
          socket.write(frame);
          const reply = await next();
          if (reply === ACK) break;
          if (reply === 'end') return 'end';
          refused++;
          if (attempt < 6) continue;
          write(EOT);
          return 'given-up';
        }
      }
      write(EOT);
      return refused;
    },
    async sendAllButReply(text) {
      await begin();
      const frames = framesOf(Buffer.from(text));
      for (const [index, frame] of frames.entries()) {
        socket.write(frame);
        if (index + 1 < frames.length) await next();
      }
    },
    async take() {
      const byte = await next();
      if (byte !== ENQ) throw new Error(`the host said ${byte}`);
      return takeFrames();
    },
  };
}
export const NAK_BYTE = NAK;
export const ENQ_BYTE = ENQ;
export const ACK_BYTE = ACK;

type Given = { code?: string; time?: string; ct?: string; operator?: string; id?: string };

/** A cartridge's results. */
export function cartridgeMessage({
  code = 'T1',
  time = '20300101121000',
  ct = '0.0',
  id = '',
}: Given = {}): string {
  const result = (n: number, name: string, value: string) => `R|${n}|^CV2^^CV2^^^${name}|${value}|||`;
  return [
    `H|@^\\|${id}||HOSPITAL^GeneXpert^6.4|||||LIS||P|1394-97|${time}`,
    'P|1|||p1|^Zhang San',
    `O|1|${code}||^^^CV2|R|20300101110000|||||||||ORH||||||||||F`,
    'R|1|^CV2^^CV2^Xpress^1^SARS-CoV-2^|NEGATIVE^|||||F||Wang|20300101111500|20300101120000|GX^708263^636458^182045^21407^20310531',
    result(2, 'E^', 'NEG^'),
    result(3, 'E^Ct', '^0'),
    result(4, 'N2^', ct === '0.0' ? 'NEG^' : 'POS^'),
    result(5, 'N2^Ct', `^${ct}`),
    result(6, 'SPC^', 'PASS^'),
    result(7, 'SPC^Ct', '^28.1'),
    'L|1|N',
    '',
  ].join('\r');
}
