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

/** A frame of `megabytes` that has begun and not ended; gives what the gateway said until then. */
export async function endlessFrame(
  port: number,
  megabytes: number,
): Promise<{ socket: Socket; heard: string }> {
  const socket = connect({ port, host: '127.0.0.1' });
  const stranger = { socket, heard: '' };
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
