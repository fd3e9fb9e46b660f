import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '#lis/domain';
import { judgeLedger } from '../drill/judge-ledger.js';
import { killOne, type Victim, victims } from '../drill/kill-one.js';
import { startDrill } from '../drill/start-drill.js';
import { waitUntil } from '../product/wait-until.js';
import type { Prove } from './prove.js';

/** How many are killed, over how long, in a drill of how many people that would last about as long. */
const lengths = {
  full: { kills: 60, overMs: 240_000, people: 20_000, speed: 240, limitMs: 1_200_000 },
  small: { kills: 5, overMs: 9000, people: 1000, speed: 1800, limitMs: 150_000 },
};

/** Law 2: every process, and PostgreSQL, dies at random moments of a drill; nothing is lost or done twice. */
export const prove: Prove = async ({ seed, small, report }) => {
  const { kills, overMs, people, speed, limitMs } = small ? lengths.small : lengths.full;
  const chance = seeded(seed);
  const drill = await startDrill({ people, seed, speed });
  try {
    const runs = () =>
      Promise.resolve(drill.isOver() || existsSync(join(drill.folder, 'drill', 'journal.jsonl')));
    if ((await waitUntil(runs, 60_000)) === null || drill.isOver()) {
      return `the drill did not begin:\n${drill.output()}`;
    }
    const killed: Partial<Record<Victim, number>> = {};
    let done = 0;
    const moments = Array.from({ length: kills }, () => chance.next() * overMs).toSorted((a, b) => a - b);
    const start = performance.now();
    // everybody is killed once before anybody is killed again
    let queue: Victim[] = [];
    for (const moment of moments) {
      await sleep(Math.max(0, start + moment - performance.now()));
      for (let tries = 0; tries < 100 && !drill.isOver(); tries++) {
        if (queue.length === 0) queue = chance.shuffle(victims);
        const victim = queue.shift() ?? 'api';
        if (await killOne(drill.folder, victim)) {
          killed[victim] = (killed[victim] ?? 0) + 1;
          done++;
          break;
        }
        // it is being started again at this moment: its turn comes back
        queue.push(victim);
        await sleep(50);
      }
    }
    report({ killed, kills: done });
    const status = await Promise.race([drill.ended, sleep(limitMs, 'late' as const, { ref: false })]);
    if (status !== 0) return `the drill ended with ${status}:\n${drill.output()}`;
    if (done < kills) return `the drill was over after ${done} of ${kills} kills`;
    const { figures, violation } = await judgeLedger(drill.folder);
    report(figures);
    return violation;
  } finally {
    await drill.close();
  }
};
