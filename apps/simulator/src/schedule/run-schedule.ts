import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS } from '#lis/domain';
import type { Drill } from '../drill.js';

/** The stepped clock is set forward by this much, or to the next event. */
const STEP_MS = 2 * MINUTE_MS;
/** Real ms that a step takes at least: 100 simulated minutes a second; faster, and the product's own
 * fractions of a second would show as hours. */
const STEP_TAKES_MS = 20;
/** So much later than an event the clock may be while the event is still being done. */
const LAG_MS = 8 * MINUTE_MS;
// The clock may run so far ahead of what the product has still to do, or turnarounds would say nothing.
const AHEAD_MS = 30 * MINUTE_MS;
const PLATES_AHEAD = 25;
// A gap in the schedule longer than this is only crossed when the product has come to rest.
const GAP_MS = 15 * MINUTE_MS;
const REST_MS = 500;
const PATIENCE_MS = 180_000;
const LOOK_MS = 20;

/** Runs the schedule until `isDone` says so at a time when nothing is due. */
export async function runSchedule(drill: Drill, isDone: () => Promise<boolean>): Promise<void> {
  const { schedule, clock, signal } = drill;
  const stepped = drill.setup.options.speed === 0;
  let noted = drill.doneUntil;
  let steppedAt = performance.now();
  while (!signal.aborted) {
    // also what was due before a restart: it is caught up with at once
    schedule.show(clock.now());
    noted = noteDone(drill, noted);
    giveUpOnAStandstill(drill);
    if (schedule.size() === 0 && (await isDone())) return;
    const target = stepped ? nextStep(drill) : null;
    if (target === null) await schedule.change(LOOK_MS);
    else {
      const early = steppedAt + STEP_TAKES_MS - performance.now();
      if (early > 0) await sleep(early);
      steppedAt = performance.now();
      await clock.moveTo(target);
    }
  }
  signal.throwIfAborted();
}

/** Where the clock may be set to now; null while something must be waited for. */
function nextStep({ schedule, clock, outstanding, standStill }: Drill): number | null {
  if (standStill) return null;
  const now = clock.now();
  const next = schedule.nextAt();
  const done = schedule.doneUntil();
  const idle = schedule.size() === 0 || done >= now;
  if (next === Infinity && idle) return null;
  const target = idle ? Math.max(next, now + STEP_MS) : now + STEP_MS;
  if (done + LAG_MS < target && !idle) return null;
  if (outstanding.plates() > PLATES_AHEAD || outstanding.oldest() + AHEAD_MS < target) return null;
  const restless = outstanding.size() > 0 || outstanding.quietMs() < REST_MS;
  return next - now > GAP_MS && restless ? null : target;
}

/** The journal is told now and then how far everything is done. */
function noteDone({ schedule, journal }: Drill, noted: number): number {
  const done = schedule.doneUntil();
  if (done < noted + STEP_MS) return noted;
  journal.write({ k: 'until', at: done });
  return done;
}

function giveUpOnAStandstill({ outstanding, violations }: Drill): void {
  if (outstanding.size() === 0 || outstanding.quietMs() < PATIENCE_MS) return;
  violations.add('product-stands-still', outstanding.some(5).join(' '));
  outstanding.abandon();
}
