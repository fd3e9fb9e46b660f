import { HOUR_MS, MINUTE_MS } from '../time/civil-date.js';
import { learnProfile } from './learn-profile.js';
import { openTimeBetween, type OpeningPlan, planSteps } from './opening-plan.js';
import { measurePipeline, type Pipeline } from './pipeline.js';
import { measurePace, type Pace, samplingEnd } from './sampling-end.js';
import { type Curve, curveOf, firstTimeOf, type Series, total } from './series.js';

const NO_PROGRESS_MS = 30 * MINUTE_MS;
const ENOUGH_MS = 30 * MINUTE_MS;
const ENOUGH_SHARE = 0.02;

/** What a forecast stands on; moments in epoch ms of the sweep's clock, counts of people. */
export interface ForecastInput {
  readonly now: number;
  readonly startedAt: number;
  readonly target: number;
  readonly registered: Series;
  readonly resulted: Series;
  readonly plan: OpeningPlan;
  /** How long a tube may usually take; only used before the first result; 3.5 hours when not given. */
  readonly longestUsualLagMs?: number | undefined;
  /** Results (people) per hour that the laboratories can make together (R13); no limit when not given. */
  readonly resultsPerHour?: number | undefined;
}

export type Forecast =
  | { readonly kind: 'finished'; readonly at: number }
  | { readonly kind: 'cannot-say'; readonly reason: 'too-early' | 'no-progress' }
  | {
      readonly kind: 'forecast';
      /** When the last person's tube is resulted. */
      readonly at: number;
      readonly earliestAt: number;
      readonly latestAt: number;
      /** When the last person is sampled; in the past once everyone is. */
      readonly samplingDoneAt: number;
    };

/** Since when a curve has not grown, or null while the last bucket still grew. */
function stillSince(curve: Curve): number {
  return firstTimeOf(curve, total(curve)) ?? 0;
}

/**
 * Whether nothing can be said because work stands still: half an hour without a registration while sites are open
 * (closed sites are no cause for concern), or, once everyone is sampled, without a result; or the oldest tube
 * waits more than twice the usual time and no result has come for half an hour.
 */
function standsStill(
  input: ForecastInput,
  registered: Curve,
  resulted: Curve,
  pipeline: Pipeline | null,
): boolean {
  const { now, plan, target } = input;
  const sampledAt = stillSince(registered);
  const resultedAt = stillSince(resulted);
  if (total(registered) >= target) return now - Math.max(sampledAt, resultedAt) >= NO_PROGRESS_MS;
  if (openTimeBetween(plan, sampledAt, now) >= NO_PROGRESS_MS) return true;
  const oldest = firstTimeOf(registered, total(resulted) + 1);
  if (pipeline === null || oldest === null || now - resultedAt < NO_PROGRESS_MS) return false;
  return now - oldest > 2 * pipeline.recentMs + NO_PROGRESS_MS;
}

/**
 * How long the last tube waits for a free place if people come by the plan at a pace until sampling ends and the
 * laboratories make `capacity` results per ms. What is younger than the base lag cannot wait yet, so the
 * queue is followed as it will be one base lag later.
 */
function lastWait(
  input: ForecastInput,
  plan: OpeningPlan,
  state: Progress,
  until: number,
  capacity: number,
): number {
  const { now } = input;
  let queue = Math.max(0, state.sampled - state.done - capacity * state.pipeline.baseMs);
  const steps = until > now ? [...planSteps(plan, now, until)] : [];
  const planned = steps.reduce((sum, { weight }) => sum + weight, 0);
  const remaining = Math.max(0, input.target - state.sampled);
  for (const { from, to, weight } of steps) {
    const coming = planned > 0 ? (remaining * weight) / planned : 0;
    queue = Math.max(0, queue + coming - capacity * (to - from));
  }
  return queue / capacity;
}

interface Progress {
  readonly sampled: number;
  readonly done: number;
  readonly pipeline: Pipeline;
}

/** When the last result comes if sampling ends then; where tubes queue the laboratories' capacity may come later. */
function resultingEnd(
  input: ForecastInput,
  plan: OpeningPlan,
  state: Progress,
  samplingDoneAt: number,
): number {
  const { now, resultsPerHour } = input;
  const { baseMs, recentMs, capacity: measured } = state.pipeline;
  const capacity = measured ?? (resultsPerHour === undefined ? null : resultsPerHour / HOUR_MS);
  // Without a queue the last tubes meet a smaller backlog than the latest did: the lag falls back about half-way.
  const unqueued = measured === null ? (baseMs + recentMs) / 2 : baseMs;
  if (capacity === null) return Math.max(now, samplingDoneAt + unqueued);
  const wait = lastWait(input, plan, state, samplingDoneAt, capacity);
  const queued = Math.max(now, samplingDoneAt) + (wait > 0 ? baseMs + wait : 0);
  return Math.max(samplingDoneAt + unqueued, queued);
}

/**
 * When a sweep will be finished: when the last person's tube is resulted. Compares progress with the plan to get
 * a pace, rolls the plan on until everyone is sampled, and adds the lag that the curves show. A forecast that
 * cannot be made is not made: before 2 % of the target and half an hour of open sites, and when work stands
 * still. The range varies the pace by the share that is still to come (up to 15 %) and the lag by a quarter.
 */
export function forecastFinish(input: ForecastInput): Forecast {
  const { now, startedAt, target } = input;
  const registered = curveOf(input.registered, startedAt, now);
  const resulted = curveOf(input.resulted, startedAt, now);
  const done = total(resulted);
  const plan = learnProfile(input.plan, registered, startedAt, now);
  if (done >= target) return { kind: 'finished', at: firstTimeOf(resulted, target) ?? now };

  const measured = measurePipeline(registered, resulted, now);
  if (standsStill(input, registered, resulted, measured))
    return { kind: 'cannot-say', reason: 'no-progress' };
  const pace = measurePace(plan, registered, startedAt, now);
  const early =
    total(registered) < target * ENOUGH_SHARE || openTimeBetween(plan, startedAt, now) < ENOUGH_MS;
  if (pace === null || early) return { kind: 'cannot-say', reason: 'too-early' };

  const firstAt = firstTimeOf(registered, 1) ?? startedAt;
  // Nothing has come back yet: the lag lies between the age of the first tube and the longest usual.
  const age = now - firstAt;
  const assumed = Math.max(age, (age + (input.longestUsualLagMs ?? 3.5 * HOUR_MS)) / 2);
  const pipeline = measured ?? { baseMs: assumed, recentMs: assumed, capacity: null };

  const remaining = target - total(registered);
  const sampledBy = (factor: number): number | null => {
    const scaled: Pace = { today: pace.today * factor, later: pace.later * factor };
    if (remaining <= 0) return firstTimeOf(registered, target);
    return samplingEnd(plan, now, remaining, target, scaled);
  };
  const doubt = 0.15 * Math.min(1, (2 * remaining) / target);
  const [soonest, samplingDoneAt, latest] = [1 + doubt, 1, 1 - doubt].map(sampledBy);
  if (soonest == null || samplingDoneAt == null || latest == null) {
    return { kind: 'cannot-say', reason: 'no-progress' };
  }
  const state: Progress = { sampled: total(registered), done, pipeline };
  const at = resultingEnd(input, plan, state, samplingDoneAt);
  const slack = pipeline.recentMs / 4;
  return {
    kind: 'forecast',
    at,
    earliestAt: Math.max(now, Math.min(at, resultingEnd(input, plan, state, soonest)) - slack),
    latestAt: Math.max(at, resultingEnd(input, plan, state, latest)) + slack,
    samplingDoneAt,
  };
}
