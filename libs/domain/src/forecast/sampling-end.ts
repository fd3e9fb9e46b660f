import { DAY_MS, HOUR_MS } from '../time/civil-date.js';
import { endOfLocalDay } from '../time/local-time.js';
import { type OpeningPlan, plannedBetween, planSteps } from './opening-plan.js';
import { countAt, type Curve, total } from './series.js';

const RECENT_MS = 2 * HOUR_MS;
// Below this, disagreement of the last two hours with the whole sweep is noise; three times as much is a change.
const NOISE = 0.15;
const HORIZON_DAYS = 60;
// Gates close, but who stands in the queue is sampled: this share of the target is not sent home until tomorrow.
const QUEUE_SHARE = 0.03;

/** People per weight-hour of the plan: for what is left of today, and for later days. */
export interface Pace {
  readonly today: number;
  readonly later: number;
}

/**
 * The pace so far against the plan. The whole sweep gives the steadiest figure; where the last two hours say
 * clearly something else (the plan's profile is wrong, or sites have closed) today follows them.
 * Null when the plan had nobody coming yet.
 */
export function measurePace(
  plan: OpeningPlan,
  registered: Curve,
  startedAt: number,
  now: number,
): Pace | null {
  const planned = plannedBetween(plan, startedAt, now);
  if (planned <= 0) return null;
  const whole = total(registered) / planned;
  const since = Math.max(startedAt, now - RECENT_MS);
  const plannedRecently = plannedBetween(plan, since, now);
  if (plannedRecently <= 0 || whole <= 0) return { today: whole, later: whole };
  const recent = (total(registered) - countAt(registered, since)) / plannedRecently;
  const trust = Math.min(1, Math.max(0, (Math.abs(recent / whole - 1) - NOISE) / (2 * NOISE)));
  return { today: whole + trust * (recent - whole), later: whole };
}

/**
 * When the last of `remaining` people is sampled at a pace: through the plan's weights from `now` on, into the
 * next opening hours as often as needed; a queue of up to 3 % of the target at closing time is finished at
 * once. Null beyond 60 days.
 */
export function samplingEnd(
  plan: OpeningPlan,
  now: number,
  remaining: number,
  target: number,
  pace: Pace,
): number | null {
  if (remaining <= 0) return now;
  const midnight = endOfLocalDay(now, plan.timeZone);
  let left = remaining;
  let dayRate = 0;
  for (const { from, to, weight } of planSteps(plan, now, now + HORIZON_DAYS * DAY_MS)) {
    const people = weight * (from < midnight ? pace.today : pace.later);
    if (people > 0) {
      if (people >= left) return from + ((to - from) * left) / people;
      left -= people;
      dayRate = Math.max(people / (to - from), dayRate * 0.98);
    } else if (dayRate > 0) {
      if (left <= target * QUEUE_SHARE) return from + left / dayRate;
      dayRate = 0;
    }
  }
  return null;
}
