// The analysers: a process of its own that keeps a number of messages in flight on each of its connections.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { poolMessages } from './pool-messages.js';

export type LoadOrder = { port: number; connections: number; inFlight: number; ms: number };
export type LoadFigures = { acknowledged: number; refused: number; perSecond: number; p99Ms: number };

const FS = 0x1c;
const makeMessage = poolMessages();
let controlId = 0;

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

async function run({ port, connections, inFlight, ms }: LoadOrder): Promise<LoadFigures> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const waits: number[] = [];
  let refused = 0;
  let isOpen = true;
  const startedAt = performance.now();
  const drained = sockets.map(
    (socket) =>
      new Promise<void>((resolve, reject) => {
        const sentAt: number[] = [];
        const send = (count: number) => {
          const frames: Buffer[] = [];
          for (let i = 0; i < count; i++) {
            frames.push(makeMessage(controlId++));
            sentAt.push(performance.now());
          }
          socket.write(frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames));
        };
        socket.on('error', reject);
        socket.on('data', (chunk: Buffer) => {
          const now = performance.now();
          let answers = 0;
          for (let at = chunk.indexOf(FS); at >= 0; at = chunk.indexOf(FS, at + 1)) answers++;
          for (let at = chunk.indexOf('MSA|'); at >= 0; at = chunk.indexOf('MSA|', at + 1)) {
            if (chunk[at + 5] !== 0x41) refused++;
          }
          for (const sent of sentAt.splice(0, answers)) waits.push(now - sent);
          if (isOpen && answers > 0) send(answers);
          else if (sentAt.length === 0) resolve();
        });
        send(inFlight);
      }),
  );
  await sleep(ms);
  isOpen = false;
  await Promise.all(drained);
  const elapsed = performance.now() - startedAt;
  for (const socket of sockets) socket.destroy();
  waits.sort((a, b) => a - b);
  return {
    acknowledged: waits.length - refused,
    refused,
    perSecond: Math.round((waits.length / elapsed) * 1000),
    p99Ms: waits[Math.floor(waits.length * 0.99)] ?? 0,
  };
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (figures) => process.send?.(figures),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
