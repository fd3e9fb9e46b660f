import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '#lis/domain';
import { type BenchDatabase, openBenchDatabase } from '../../load-tests/bench/bench-database.js';
import { startChild } from '../../load-tests/bench/children.js';
import { judgeIntake, storedAmong } from '../intake/judge-intake.js';
import { persistentAnalyser, type Sending } from '../intake/persistent-analyser.js';
import { messageOf } from '../intake/numbered-message.js';
import type { Prove } from './prove.js';

/** Half of the analysers stop and wait, half have eight messages in flight. */
const lanes = [1, 8, 1, 8, 1, 8];
/** What a gateway lives, once it listens: from before its first commit to some hundreds of them. */
const livesMs = { least: 2, most: 350 };
const afterWorkMs = 30_000;

/**
 * Law 1 at the MLLP port: the gateway dies with -9 again and again while analysers send, some messages three times; it
 * comes back and they send again what was not answered. What was answered is stored, once, with one job, and
 * every repeat got the same bytes.
 */
export const prove: Prove = async ({ seed, small, kills = small ? 5 : 200, report }) => {
  const chance = seeded(seed);
  const database = await openBenchDatabase();
  const answers = new Map<string, string>();
  const faults: string[] = [];
  let sent = 0;
  let heard = 0;
  let isOpen = true;
  const start = () => startChild('apps/instrument-gateway/src/main.js', database.environment);
  let gateway = (await start()).child;
  try {
    const next = (): Sending | undefined => {
      if (!isOpen) return undefined;
      const n = sent++;
      return { key: String(n), text: messageOf(n), times: n % 5 === 0 ? 3 : 1 };
    };
    const answered = (key: string, answer: string) => {
      heard++;
      const before = answers.get(key);
      if (before === undefined) answers.set(key, answer);
      else if (before !== answer) faults.push(`the repeat of ${key} got another answer`);
    };
    const port = Number(database.environment['MLLP_PORT']);
    const analysers = lanes.map((inFlight) => persistentAnalyser({ port, inFlight, next, answered }));
    const broken = Promise.all(analysers.map(({ done }) => done));
    broken.catch((error: unknown) => faults.push(String(error)));
    let cutInFlight = 0;
    let storedUnanswered = 0;
    for (let kill = 0; kill < kills && faults.length === 0; kill++) {
      await sleep(livesMs.least + chance.next() * (livesMs.most - livesMs.least));
      const exited = once(gateway, 'exit');
      gateway.kill('SIGKILL');
      const cut = analysers.flatMap((analyser) => analyser.unanswered()).filter((key) => !answers.has(key));
      await exited;
      cutInFlight += cut.length;
      // committed, and killed before the answer was out: the moment that this is about
      storedUnanswered += await storedAmong(database.owner, cut);
      gateway = (await start()).child;
    }
    isOpen = false;
    const ended = await Promise.race([broken.then(() => true), sleep(afterWorkMs, false, { ref: false })]);
    report({ kills, sent, answers: heard, cutInFlight, storedUnanswered });
    if (!ended) return 'the analysers are not done half a minute after the last kill';
    const violation = faults[0] ?? (await judgeIntake(database.owner, answers, sent));
    if (violation !== null) return violation;
    return kills >= 100 && storedUnanswered === 0 ? 'no kill fell between a commit and its answer' : null;
  } finally {
    gateway.kill('SIGKILL');
    await close(database);
  }
};

async function close(database: BenchDatabase): Promise<void> {
  // the server takes a moment to see that the killed process has gone
  await sleep(200);
  await database.close();
}
