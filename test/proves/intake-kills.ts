import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '#lis/domain';
import { freePort } from '#lis/platform';
import { type BenchDatabase, openBenchDatabase } from '../../load-tests/bench/bench-database.js';
import { startChild } from '../../load-tests/bench/children.js';
import { interpretOnce } from '../intake/interpret-once.js';
import { judgeApplied } from '../intake/judge-applied.js';
import { judgeIntake, storedAmong } from '../intake/judge-intake.js';
import { layOutNumbered, openNumberedSweep } from '../intake/lay-out-numbered.js';
import { cartridgeKey, cartridgeOf } from '../intake/numbered-cartridge.js';
import { messageOf } from '../intake/numbered-message.js';
import { persistentAnalyser, type Sending } from '../intake/persistent-analyser.js';
import { persistentAstmAnalyser } from '../intake/persistent-astm-analyser.js';
import type { Prove } from './prove.js';

/** Half of the analysers stop and wait, half have eight messages in flight. */
const lanes = [1, 8, 1, 8, 1, 8];
/** Beside them analysers that speak ASTM, where a message takes five answers of the gateway. */
const lines = 3;
/** What a gateway lives, once it listens: from before its first commit to some hundreds of them. */
const livesMs = { least: 2, most: 350 };
const afterWorkMs = 30_000;
const interpretedWithinMs = 120_000;

/**
 * Law 1 at the MLLP and ASTM ports: the gateway dies with -9 again and again while analysers send, some messages three
 * times; it comes back and they send again what was not answered. What was answered is stored, once, with one job, and
 * every repeat got the same bytes. Interpreted at the end, every measurement is there once.
 */
export const prove: Prove = async ({ seed, small, kills = small ? 5 : 200, report }) => {
  const chance = seeded(seed);
  const database = await openBenchDatabase();
  const astmPort = await freePort();
  const environment = { ...database.environment, ASTM_PORT: String(astmPort) };
  const { sweepId } = await openNumberedSweep(database);
  const answers = new Map<string, string>();
  const faults: string[] = [];
  const counts = { messages: 0, cartridges: 0 };
  let heard = 0;
  let isOpen = true;
  const start = () => startChild('apps/instrument-gateway/src/main.js', environment);
  let gateway = (await start()).child;
  try {
    const times = (n: number) => (n % 5 === 0 ? 3 : 1);
    const nextMessage = (): Sending | undefined => {
      if (!isOpen) return undefined;
      const n = counts.messages++;
      return { key: String(n), text: messageOf(n), times: times(n) };
    };
    const nextCartridge = (): Sending | undefined => {
      if (!isOpen) return undefined;
      const n = counts.cartridges++;
      return { key: cartridgeKey(n), text: cartridgeOf(n), times: times(n) };
    };
    const answered = (key: string, answer: string) => {
      heard++;
      const before = answers.get(key);
      if (before === undefined) answers.set(key, answer);
      else if (before !== answer) faults.push(`the repeat of ${key} got another answer`);
    };
    const port = Number(database.environment['MLLP_PORT']);
    const analysers = lanes.map((inFlight) =>
      persistentAnalyser({ port, inFlight, next: nextMessage, answered }),
    );
    const acknowledged = (key: string) => answered(key, 'ACK');
    const astm = Array.from({ length: lines }, () =>
      persistentAstmAnalyser({ port: astmPort, next: nextCartridge, acknowledged }),
    );
    const broken = Promise.all([...analysers, ...astm].map(({ done }) => done));
    broken.catch((error: unknown) => faults.push(String(error)));
    let cutInFlight = 0;
    const storedUnanswered = { mllp: 0, astm: 0 };
    for (let kill = 0; kill < kills && faults.length === 0; kill++) {
      await sleep(livesMs.least + chance.next() * (livesMs.most - livesMs.least));
      const exited = once(gateway, 'exit');
      gateway.kill('SIGKILL');
      const unheard = (keys: readonly string[]) => keys.filter((key) => !answers.has(key));
      const cut = unheard(analysers.flatMap((analyser) => analyser.unanswered()));
      const cutLines = unheard(astm.flatMap((analyser) => analyser.unacknowledged()));
      await exited;
      cutInFlight += cut.length + cutLines.length;
      // committed, and killed before the answer was out: the moment that this is about
      storedUnanswered.mllp += await storedAmong(database.owner, cut);
      storedUnanswered.astm += await storedAmong(database.owner, cutLines);
      gateway = (await start()).child;
    }
    isOpen = false;
    const ended = await Promise.race([broken.then(() => true), sleep(afterWorkMs, false, { ref: false })]);
    report({ kills, ...counts, answers: heard, cutInFlight, storedUnanswered });
    if (!ended) return 'the analysers are not done half a minute after the last kill';
    const sent = counts.messages + counts.cartridges;
    const violation = faults[0] ?? (await judgeIntake(database.owner, answers, sent));
    if (violation !== null) return violation;
    if (kills >= 100 && storedUnanswered.mllp === 0) return 'no kill fell between a commit and its answer';
    await layOutNumbered(database.owner, sweepId, counts);
    if (!(await interpretOnce(database, interpretedWithinMs))) return 'not all of it was interpreted';
    return await judgeApplied(database.owner, counts);
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
