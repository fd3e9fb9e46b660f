import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '#lis/platform';
import { watchDrill } from '../drill/drill-database.js';
import { startDrill } from '../drill/start-drill.js';
import { findRedisServer } from '../product/find-redis-server.js';
import { waitUntil } from '../product/wait-until.js';
import type { Prove } from './prove.js';

const flowsAgainWithinMs = 10_000;

/** Law 4: the queue is disposable. It is emptied in the middle of a drill; work flows again within 10 s. */
export const prove: Prove = async ({ seed, small, report }) => {
  const program = findRedisServer();
  if (!program) return 'there is no redis-server in PATH, and REDIS_SERVER names none';
  const people = small ? 2000 : 40_000;
  const port = await freePort();
  const server = spawn(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  const redis = new Redis({ host: '127.0.0.1', port, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  await redis.ping();
  const drill = await startDrill({ people, seed }, { REDIS_URL: `redis://127.0.0.1:${port}` });
  const database = watchDrill(drill);
  try {
    const steps = async () => {
      const { resulted, reported } = await database.progress();
      return resulted + reported;
    };
    const flowedAfterMs: number[] = [];
    for (const share of small ? [0.2, 0.5] : [0.1, 0.3, 0.5, 0.7]) {
      const isThere = async () => {
        const { reported } = await database.progress();
        return drill.isOver() || reported >= (share * people) / 10;
      };
      if ((await waitUntil(isThere, 300_000)) === null) return 'the drill did not come that far in 5 minutes';
      if (drill.isOver()) break;
      const keys = await redis.dbsize();
      const before = await steps();
      await redis.flushall();
      const tookMs = await waitUntil(async () => drill.isOver() || (await steps()) > before, 20_000, 20);
      if (tookMs === null || tookMs > flowsAgainWithinMs)
        return `${tookMs ?? 'over 20,000'} ms after FLUSHALL`;
      flowedAfterMs.push(tookMs);
      report({ flowedAfterMs, keysFlushed: keys });
      await sleep(200);
    }
    const status = await drill.ended;
    if (status !== 0) return `the drill ended with ${status}:\n${drill.output()}`;
    return flowedAfterMs.length > 0 ? null : 'the drill was over before anything could be flushed';
  } finally {
    await database.close();
    await drill.close();
    redis.disconnect();
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
};
