import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { jobs } from '#lis/contracts';
import { writeOutbox } from '#lis/persistence';
import { consumeOutbox, loadSecrets, startWorker } from '#lis/platform';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Relay } from './relay.js';

const installed = spawnSync('redis-server', ['--version']).status === 0;

describe.skipIf(!installed)('the relay on Redis', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-redis-'));
  let port: number;
  let server: ChildProcess;
  const startRedis = () => {
    server = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], {
      stdio: 'ignore',
    });
  };
  beforeAll(async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    port = (probe.address() as { port: number }).port;
    await new Promise((resolve) => probe.close(resolve));
    startRedis();
  });
  afterAll(() => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets work flow again within 10 s after Redis was emptied, or was away (law 4)', async () => {
    const { db, context } = database();
    const configuration = {
      ...context.configuration,
      dataFolder: folder,
      redisUrl: `redis://127.0.0.1:${port}`,
    };
    const settings = { configuration, secrets: loadSecrets(configuration) };
    const { queue, topic } = jobs.makeReports;
    const done = new Map<string, number>();
    const worker = startWorker(settings, queue, (_, data) =>
      consumeOutbox(context, topic, data, async (_tx, rows) => {
        await sleep(30);
        for (const { id } of rows) done.set(String(id), (done.get(String(id)) ?? 0) + 1);
      }),
    );
    const relay = new Relay({ ...context, configuration });
    relay.onApplicationBootstrap();
    const ask = (rows: number) =>
      writeOutbox(
        db,
        topic,
        Array.from({ length: rows }, (_, n) => ({ sweepId: -1, payload: { n } })),
      );
    const emptied = async () => {
      const from = Date.now();
      for (let left = 1; left > 0 && Date.now() - from < 12_000; await sleep(50)) {
        left = (await db<{ n: number }[]>`select count(*) as n from outbox`)[0]?.n ?? 0;
      }
      return Date.now() - from;
    };

    await ask(2000);
    while (done.size < 128) await sleep(5);
    expect(done.size).toBeLessThan(1500);
    const admin = new Redis(port);
    await admin.flushall();
    expect(await emptied()).toBeLessThan(10_000);

    server.kill('SIGKILL');
    await ask(100);
    await sleep(1500);
    startRedis();
    expect(await emptied()).toBeLessThan(10_000);
    expect(done.size).toBe(2100);
    expect([...done.values()].every((times) => times === 1)).toBe(true);
    await relay.beforeApplicationShutdown();
    admin.disconnect();
    await worker.close(true);
  }, 40_000);
});
