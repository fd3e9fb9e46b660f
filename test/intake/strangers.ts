// Those who take from a gateway and give nothing: each returns when it has done its worst.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Connections that say nothing, spread over addresses of this machine so that no address reaches its cap. */
export async function idleConnections(port: number, count: number): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const localAddress = `127.0.1.${1 + (i % 8)}`;
      const socket = connect({ port, host: '127.0.0.1', localAddress });
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return socket;
    }),
  );
}

export type Stranger = { socket: Socket; heard: string };

/** A frame of `megabytes` that has begun and not ended; `heard` grows with what the gateway says to it. */
export async function endlessFrame(port: number, megabytes: number): Promise<Stranger> {
  const socket = connect({ port, host: '127.0.0.1' });
  const stranger: Stranger = { socket, heard: '' };
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => (stranger.heard += chunk.toString('latin1')));
  await once(socket, 'connect');
  socket.write('\x0bMSH|^~\\&|X|Y|');
  const chunk = Buffer.alloc(1024 * 1024, 0x41);
  for (let sent = 0; sent < megabytes && !socket.destroyed; sent++) {
    const isFull = !socket.write(chunk);
    while (isFull && socket.writableNeedDrain && !socket.destroyed) await sleep(5);
  }
  return stranger;
}

/** What the stranger heard, as soon as it matches, or after `ms`: what was written may not have been read yet. */
export async function heardWithin(stranger: Stranger, pattern: RegExp, ms: number): Promise<string> {
  const end = performance.now() + ms;
  while (!pattern.test(stranger.heard) && performance.now() < end) await sleep(10);
  return stranger.heard;
}
