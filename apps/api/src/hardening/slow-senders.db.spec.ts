import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveApi, type Served } from './serve.fixture.js';

describe('who sends slowly', () => {
  const database = useDatabase();
  let served: Served;
  beforeAll(async () => {
    served = await serveApi(database(), {
      HTTP_HEADERS_SECONDS: '1',
      HTTP_REQUEST_SECONDS: '2',
      HTTP_SILENCE_SECONDS: '3',
      HTTP_CONNECTIONS: '400',
    });
  });
  afterAll(async () => {
    for (const name of ['HEADERS_SECONDS', 'REQUEST_SECONDS', 'SILENCE_SECONDS', 'CONNECTIONS'])
      delete process.env[`HTTP_${name}`];
    await served.close();
  });

  /** Drips a piece every 200 ms. Gives what came back and after how many ms the other side ended it. */
  const drip = (first: string, piece: string) =>
    new Promise<{ heard: string; ms: number }>((resolve) => {
      const started = performance.now();
      let heard = '';
      const socket = connect(served.port, '127.0.0.1', () => socket.write(first));
      const timer = setInterval(() => piece !== '' && socket.writable && socket.write(piece), 200);
      socket.on('data', (chunk) => (heard += chunk.toString())).on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        resolve({ heard, ms: performance.now() - started });
      });
    });
  const head = 'POST /v1/lookup HTTP/1.1\r\nhost: a\r\n';

  it.each([
    ['headers that never end', head, 'x-slow: y\r\n', 408],
    ['half a line', 'POST /v1/look', '', 408],
    ['a body that drips', `${head}content-type: application/json\r\ncontent-length: 9000\r\n\r\n{`, ' ', 408],
    [
      'chunks that drip',
      `${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n`,
      '1\r\n \r\n',
      408,
    ],
  ])(
    'is cut off with %s, and answered why',
    async (_, first, piece, status) => {
      const { heard, ms } = await drip(first, piece);
      expect(heard).toContain(`HTTP/1.1 ${status}`);
      // its two seconds, and the interval in which the server looks
      expect(ms).toBeGreaterThan(800);
      expect(ms).toBeLessThan(9000);
    },
    20_000,
  );

  it('keeps others served while 300 connections drip or idle, and lets go of every one', async () => {
    const sockets: Socket[] = [];
    let open = 0;
    for (let n = 0; n < 300; n++) {
      const socket = connect(served.port, '127.0.0.1');
      open++;
      // what is not read does not end
      socket
        .resume()
        .on('close', () => open--)
        .on('error', () => undefined);
      if (n % 3 === 0) socket.write(head);
      if (n % 3 === 1) socket.write(`${head}content-type: application/json\r\ncontent-length: 9000\r\n\r\n{`);
      sockets.push(socket);
    }
    const waits: number[] = [];
    for (let n = 0; n < 10; n++) {
      const from = performance.now();
      const answer = await fetch(`http://127.0.0.1:${served.port}/health`);
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
      waits.push(performance.now() - from);
      await sleep(50);
    }
    expect(Math.max(...waits)).toBeLessThan(2000);
    await expect.poll(() => open, { timeout: 15_000 }).toBe(0);
  }, 40_000);

  it('refuses connections beyond what it has, and takes them again when there is room', async () => {
    const sockets = Array.from({ length: 450 }, () => {
      const socket = connect(served.port, '127.0.0.1');
      socket.on('error', () => undefined);
      return socket;
    });
    const asks = () =>
      fetch(`http://127.0.0.1:${served.port}/health`).then(
        ({ status }) => status,
        () => 0,
      );
    await expect
      .poll(() => sockets.filter(({ destroyed }) => destroyed).length, { timeout: 5000 })
      .toBeGreaterThanOrEqual(50);
    for (const socket of sockets) socket.destroy();
    await expect.poll(asks, { timeout: 15_000 }).toBe(200);
  }, 40_000);
});
