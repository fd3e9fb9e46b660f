import { seeded } from '../random/seeded.js';
import { HOUR_MS, MINUTE_MS } from '../time/civil-date.js';
import { type OpeningPlan, planSteps } from './opening-plan.js';
import type { Series } from './series.js';

/** How the laboratories of a simulated sweep behave: their lag in hours, and what makes it grow. */
export interface SimulatedLab {
  readonly lagHours: number;
  /** `steady`; `queue`: at most 1.15 times the day's mean arrivals; `backlog`: half as long again if all wait. */
  readonly kind: 'steady' | 'queue' | 'backlog';
}

export interface SimulatedSweep {
  readonly startedAt: number;
  readonly sampledAt: number;
  readonly finishedAt: number;
  readonly halfOfPeopleAt: number;
  /** What its laboratories can do at most, in people an hour; undefined without a limit. */
  readonly resultsPerHour: number | undefined;
  /** What is known at a moment. */
  readonly known: (now: number) => { readonly registered: Series; readonly resulted: Series };
}

const BUCKET_MS = 5 * MINUTE_MS;

const reachedAt = (counts: readonly number[], wanted: number): number => {
  const index = counts.findIndex((count) => count >= wanted - 1e-6);
  const before = counts[index - 1] ?? 0;
  const after = counts[index] ?? 0;
  return (index + (after > before ? (wanted - before) / (after - before) : 1)) * BUCKET_MS;
};

/**
 * A sweep as it might really go, in buckets of 5 minutes: arrivals by a profile with noise, a pace off the expected
 * one by up to 15 %, and laboratories. `expectedHours` of open time are what the plan's pace would take.
 * For tests only: it knows the future.
 */
export function simulateSweep(order: {
  readonly seed: string;
  readonly startedAt: number;
  readonly target: number;
  readonly reality: OpeningPlan;
  readonly lab: SimulatedLab;
  readonly expectedShareOfDay: number;
}): SimulatedSweep {
  const { startedAt, target, reality, lab, expectedShareOfDay } = order;
  const random = seeded(order.seed);
  const steps = Array.from(
    { length: (5 * 24 * HOUR_MS) / BUCKET_MS },
    (_, index) => startedAt + index * BUCKET_MS,
  );
  const weights = [...planSteps(reality, startedAt, startedAt + 5 * 24 * HOUR_MS)].map(
    ({ weight }) => weight,
  );
  const dayWeight = weights.slice(0, (24 * HOUR_MS) / BUCKET_MS).reduce((sum, weight) => sum + weight, 0);
  const pace = (target * (0.85 + 0.3 * random.next())) / (dayWeight * expectedShareOfDay);

  const registered: number[] = [];
  let last = 0;
  for (const weight of weights) {
    last = Math.min(target, last + weight * pace * (0.85 + 0.3 * random.next()));
    registered.push(last);
  }
  const openSteps = weights.filter((weight) => weight > 0).length / 5;
  const capacity = lab.kind === 'queue' ? (1.15 * target) / (expectedShareOfDay * openSteps) : Infinity;
  const lag = (lab.lagHours * HOUR_MS) / BUCKET_MS;
  const resulted: number[] = [];
  for (let index = 0; index < steps.length; index += 1) {
    const before = resulted.at(-1) ?? 0;
    const waiting = ((registered[index] ?? 0) - before) / target;
    const delay = lab.kind === 'backlog' ? lag * (1 + waiting / 2) : lag;
    const ready = registered[Math.round(index - delay)] ?? 0;
    resulted.push(Math.max(before, Math.min(ready, before + capacity)));
  }
  const known = (now: number): { registered: Series; resulted: Series } => {
    const buckets = Math.floor((now - startedAt) / BUCKET_MS);
    const cut = (counts: readonly number[]): Series => ({
      bucketMs: BUCKET_MS,
      cumulative: counts.slice(0, buckets),
    });
    return { registered: cut(registered), resulted: cut(resulted) };
  };
  return {
    startedAt,
    sampledAt: startedAt + reachedAt(registered, target),
    finishedAt: startedAt + reachedAt(resulted, target),
    halfOfPeopleAt: startedAt + reachedAt(registered, target / 2),
    resultsPerHour: Number.isFinite(capacity) ? (capacity * HOUR_MS) / BUCKET_MS : undefined,
    known,
  };
}
