import { DAY_MS, HOUR_MS } from '../time/civil-date.js';
import { localTimeOfDayMs } from '../time/local-time.js';
import type { OpeningPlan } from './opening-plan.js';
import { countAt, type Curve } from './series.js';

/**
 * The plan with the profile that the sweep's own first 24 hours showed, once they are over. A plan that was
 * given a profile keeps it. An open hour in which nobody came keeps the mean weight: it may have been
 * a failure, not a habit.
 */
export function learnProfile(
  plan: OpeningPlan,
  registered: Curve,
  startedAt: number,
  now: number,
): OpeningPlan {
  if (plan.weightByHour !== undefined || now - startedAt < DAY_MS) return plan;
  const people = Array.from({ length: 24 }, () => 0);
  for (let from = startedAt; from < startedAt + DAY_MS; from += HOUR_MS / 4) {
    const hour = Math.floor(localTimeOfDayMs(from, plan.timeZone) / HOUR_MS);
    people[hour] = (people[hour] ?? 0) + countAt(registered, from + HOUR_MS / 4) - countAt(registered, from);
  }
  const busy = people.filter((count) => count > 0);
  if (busy.length === 0) return plan;
  const mean = busy.reduce((sum, count) => sum + count, 0) / busy.length;
  return { ...plan, weightByHour: people.map((count) => (count > 0 ? count / mean : 1)) };
}
