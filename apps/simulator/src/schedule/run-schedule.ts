import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS } from '#lis/domain';
import type { Drill } from '../drill.js';

const QUANTUM_MS = 2 * MINUTE_MS;
// The clock may run so far ahead of what the product has still to do, or turnarounds would say nothing.
const AHEAD_MS = 30 * MINUTE_MS;
const PLATES_AHEAD = 25;
// A gap in the schedule longer than this is only crossed when the product has come to rest.
const GAP_MS = 15 * MINUTE_MS;
const REST_MS = 500;
const PATIENCE_MS = 180_000;

/** Runs the schedule until `isDone` says so at a time when nothing is due. */
export async function runSchedule(drill: Drill, isDone: () => Promise<boolean>): Promise<void> {
  const { schedule, clock, journal, signal } = drill;
  const stepped = drill.setup.options.speed === 0;
  // what was due before the present drill time is caught up with at once
  await schedule.runUntil(clock.now());
  while (!signal.aborted) {
    const next = schedule.nextAt();
    if (next === Infinity) {
      if (await isDone()) return;
      await sleep(100, undefined, { signal });
      await giveUpOnAStandstill(drill);
      continue;
    }
    const until = stepped ? Math.max(next, clock.now() + QUANTUM_MS) : next;
    if (stepped) await mayMoveTo(drill, until);
    // while it waited, something nearer may have come up
    const target = stepped ? Math.max(Math.min(until, schedule.nextAt() + QUANTUM_MS), clock.now()) : until;
    if (!stepped && next > clock.now() + 1000) {
      await sleep(Math.min(200, (next - clock.now()) / drill.setup.options.speed), undefined, { signal });
      continue;
    }
    await clock.moveTo(target);
    const reached = Math.max(target, stepped ? target : clock.now());
    if ((await schedule.runUntil(reached)) > 0) journal.write({ k: 'until', at: reached });
  }
}

/** Waits until the product has kept up so far that the clock may be set forward. */
async function mayMoveTo(drill: Drill, until: number): Promise<void> {
  const { outstanding, clock, signal, schedule } = drill;
  const waits = () => {
    if (outstanding.plates() > PLATES_AHEAD || outstanding.oldest() + AHEAD_MS < until) return true;
    const gap = schedule.nextAt() - clock.now();
    return gap > GAP_MS && (outstanding.size() > 0 || outstanding.quietMs() < REST_MS);
  };
  while (waits() && !signal.aborted) {
    await sleep(10, undefined, { signal });
    await giveUpOnAStandstill(drill);
  }
}

async function giveUpOnAStandstill({ outstanding, violations }: Drill): Promise<void> {
  if (outstanding.size() === 0 || outstanding.quietMs() < PATIENCE_MS) return;
  violations.add('product-stands-still', outstanding.some(5).join(' '));
  outstanding.abandon();
}
