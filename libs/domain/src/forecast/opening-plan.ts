import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/civil-date.js';
import { zoneOffsetMs } from '../time/local-time.js';

/**
 * When a city's sites are open and how people are expected to come.
 * `opensAtHour`, `closesAtHour`: hours of the local day, 0 … 24, fractions allowed; closing at or before opening
 * means past midnight. `weightByHour`: 24 relative weights, one per hour of the local day; flat when not given.
 */
export interface OpeningPlan {
  readonly timeZone: string;
  readonly opensAtHour: number;
  readonly closesAtHour: number;
  readonly weightByHour?: readonly number[] | undefined;
}

export const PLAN_STEP_MS = 5 * MINUTE_MS;

/** The relative weight of arrivals at a moment; 0 while the sites are closed. The zone's offset may be given. */
export function planWeight(plan: OpeningPlan, at: number, offset = zoneOffsetMs(at, plan.timeZone)): number {
  const hour = ((at + offset) % DAY_MS) / HOUR_MS;
  const { opensAtHour: opens, closesAtHour: closes } = plan;
  const open = closes > opens ? hour >= opens && hour < closes : hour >= opens || hour < closes;
  return open ? (plan.weightByHour?.[Math.floor(hour)] ?? 1) : 0;
}

/** A stretch of a plan: weight in force, in weight-hours, between two moments. */
export interface PlanStep {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** The plan between two moments in steps of 5 minutes, each valued at its middle. */
export function* planSteps(plan: OpeningPlan, from: number, to: number): Generator<PlanStep> {
  let block = Number.NaN;
  let offset = 0;
  for (let start = from; start < to; start += PLAN_STEP_MS) {
    const end = Math.min(start + PLAN_STEP_MS, to);
    const middle = (start + end) / 2;
    // Clocks change on whole half hours; asking the zone for each step would take nine tenths of the time.
    if (Math.floor(middle / (HOUR_MS / 2)) !== block) {
      block = Math.floor(middle / (HOUR_MS / 2));
      offset = zoneOffsetMs(middle, plan.timeZone);
    }
    yield { from: start, to: end, weight: (planWeight(plan, middle, offset) * (end - start)) / HOUR_MS };
  }
}

/** Expected arrivals between two moments, in weight-hours. */
export function plannedBetween(plan: OpeningPlan, from: number, to: number): number {
  let sum = 0;
  for (const { weight } of planSteps(plan, from, to)) sum += weight;
  return sum;
}

/** Milliseconds for which the sites were open between two moments. */
export function openTimeBetween(plan: OpeningPlan, from: number, to: number): number {
  let sum = 0;
  for (const step of planSteps(plan, from, to)) if (step.weight > 0) sum += step.to - step.from;
  return sum;
}
