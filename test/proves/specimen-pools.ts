import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EnterSpecimenBatchAnswer, SpecimenCalls } from '#lis/contracts';
import { seeded } from '#lis/domain';
import { freePort } from '#lis/platform';
import { openBenchDatabase } from '../../load-tests/bench/bench-database.js';
import { endChild, startChild } from '../../load-tests/bench/children.js';
import { openBenchSweep } from '../../load-tests/bench/registration/bench-sweep.js';
import { enterBench } from '../product/enter-bench.js';
import { insist, post } from '../product/post.js';
import { waitUntil } from '../product/wait-until.js';
import { type Batch, drawBatches, enterSingleTubes } from '../specimen-pools/batches.js';
import { judgeDecodes, judgeRedecode } from '../specimen-pools/judge-decodes.js';
import type { Prove } from './prove.js';

const path = '/v1/specimen-batches';
/** What the decoding worker lives once it is ready: from before its first job to some tens of them. */
const livesMs = { least: 20, most: 700 };
/** Without a decode for so long, the queue is stuck; how many there are to be made is the machine's matter. */
const stuckAfterMs = 20_000;

/**
 * Batches of several designs are entered through the api, many of them twice at once, some corrected, while the worker that
 * decodes them dies with -9 again and again. Each version of readings has one decode, the one that a pure decode gives; other
 * content under a name that is taken is refused; `redecode` says ok.
 */
export const prove: Prove = async ({ seed, small, kills = small ? 3 : 40, report }) => {
  const chance = seeded(seed);
  const database = await openBenchDatabase();
  const environment = { ...database.environment, HTTP_PORT: String(await freePort()), DECODING_THREADS: '2' };
  const children: ChildProcess[] = [];
  const start = async (program: string) => {
    const { child } = await startChild(program, environment);
    children.push(child);
    return child;
  };
  try {
    const sweep = await openBenchSweep(database);
    const token = await enterBench({ database, sweep }, 'http://127.0.0.1:9/none');
    const port = Number(environment.HTTP_PORT);
    const batches = drawBatches(small ? 21 : 700, sweep.sweepId, sweep.sealedAt, chance);
    await enterSingleTubes(
      database.owner,
      sweep,
      batches.flatMap(({ request }) => request.specimens),
    );
    await start('apps/api/src/main.js');
    await start('workers/outbox/src/main.js');
    let worker = await start('workers/decoding/src/main.js');

    const waiting = async () => {
      const [row] = await database.owner<{ n: number }[]>`
        select count(*)::int as n from outbox where topic = 'specimen-batch'`;
      return row?.n ?? 0;
    };
    let entered = false;
    const violations: string[] = [];
    const entering = (async () => {
      for (const batch of batches) {
        const violation = await enter(port, token, batch, chance.int(3) === 0);
        if (violation !== null) violations.push(violation);
        await sleep(chance.next() * 80);
      }
      entered = true;
    })();
    entering.catch((error: unknown) => violations.push(String(error)));
    let cutAtWork = 0;
    let done = 0;
    while (done < kills && violations.length === 0) {
      await sleep(livesMs.least + chance.next() * (livesMs.most - livesMs.least));
      const exited = once(worker, 'exit');
      worker.kill('SIGKILL');
      await exited;
      done += 1;
      if ((await waiting()) > 0) cutAtWork += 1;
      worker = await start('workers/decoding/src/main.js');
    }
    await entering;
    const killedWhileEntering = !entered;
    const quietMs = await quietAfter(waiting);
    const decodes = batches.reduce((sum, { readings }) => sum + readings.length, 0);
    report({ batches: batches.length, decodes, kills: done, cutAtWork, quietAfterMs: quietMs });
    if (violations[0] !== undefined) return violations[0];
    if (quietMs === null) return `${await waiting()} batches wait, and none was decoded for 20 s`;
    if (cutAtWork === 0 || killedWhileEntering) return 'no kill fell while a batch waited: nothing is proved';
    const read = async (name: string, version: number) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}/calls?name=${name}&version=${version}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return (await response.json()) as SpecimenCalls;
    };
    return (await judgeDecodes(database.owner, batches, read)) ?? judgeRedecode(environment, decodes);
  } finally {
    await Promise.all(children.map(endChild));
    await sleep(200);
    await database.close();
  }
};

/** Milliseconds until nothing waits; null when nothing moves. */
async function quietAfter(waiting: () => Promise<number>): Promise<number | null> {
  const start = performance.now();
  for (let left = await waiting(); left > 0; left = await waiting()) {
    const before = left;
    if ((await waitUntil(async () => (await waiting()) < before, stuckAfterMs)) === null) return null;
  }
  return Math.round(performance.now() - start);
}

/** Enters a batch, `twice` at once, and its corrected readings; other content under its name must be refused. */
async function enter(port: number, token: string, batch: Batch, twice: boolean): Promise<string | null> {
  const { request, readings } = batch;
  const ask = () => insist<EnterSpecimenBatchAnswer>(port, path, token, request);
  const answers = await Promise.all(twice ? [ask(), ask(), ask()] : [ask()]);
  if (answers.filter(({ outcome }) => outcome === 'entered').length !== 1)
    return `${request.name}: entered twice`;
  if (new Set(answers.map(({ batchId }) => batchId)).size !== 1) return `${request.name}: two ids`;
  for (const [at, corrected] of readings.slice(1).entries()) {
    const correction = { name: request.name, version: at + 2, reason: 'measured-again', readings: corrected };
    for (let time = 0; time < (twice ? 2 : 1); time += 1)
      await insist(port, `${path}/readings`, token, correction);
  }
  if (!twice) return null;
  const settings = { ...request.settings, priors: 0.03 };
  const { status, text } = await post(port, path, token, { ...request, settings });
  return status === 409 && text.includes('batch-differs') ? null : `${request.name}: ${status} ${text}`;
}
