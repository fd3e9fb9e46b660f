import { HOUR_MS, MINUTE_MS } from '../time/civil-date.js';
import { countAt, type Curve, firstTimeOf } from './series.js';

/** How long a tube takes from the person to the result, read off the horizontal distance of the two curves. */
export interface Pipeline {
  /** The lag to expect when nothing waits: the line through lag and backlog, where the backlog is nothing. */
  readonly baseMs: number;
  /** The lag of the latest results. */
  readonly recentMs: number;
  /** Results per ms while tubes queue in the laboratories; null while they keep up. */
  readonly capacity: number | null;
}

const RECENT_MS = 1.5 * HOUR_MS;
const STEADY = 0.05;

interface LagSample {
  readonly at: number;
  readonly lag: number;
  readonly backlog: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Least squares of lag on backlog, its intercept kept between half the shortest and the mean lag. */
function lagWithoutBacklog(samples: readonly LagSample[]): number {
  const meanLag = mean(samples.map(({ lag }) => lag));
  const meanBacklog = mean(samples.map(({ backlog }) => backlog));
  let together = 0;
  let spread = 0;
  for (const { lag, backlog } of samples) {
    together += (lag - meanLag) * (backlog - meanBacklog);
    spread += (backlog - meanBacklog) ** 2;
  }
  const slope = spread > 0 ? Math.max(0, together / spread) : 0;
  const shortest = Math.min(...samples.map(({ lag }) => lag));
  return Math.min(meanLag, Math.max(shortest / 2, meanLag - slope * meanBacklog));
}

/**
 * Results per ms when the rate of the last 90 minutes hardly changed within them, else null: a laboratory at its
 * limit works evenly, whatever comes in; an uneven rate only mirrors the arrivals of some hours ago. Nor is a
 * rate the limit that was clearly passed before.
 */
function steadyRate(resulted: Curve, until: number): number | null {
  const [early, middle, late] = [RECENT_MS, RECENT_MS / 2, 0].map((ago) => countAt(resulted, until - ago));
  if (early === undefined || middle === undefined || late === undefined || late <= early) return null;
  const uneven = Math.abs(late - middle - (middle - early)) / (late - early);
  const best = Math.max(
    ...resulted.at.map((at, index) => (resulted.count[index] ?? 0) - countAt(resulted, at - RECENT_MS)),
  );
  return uneven <= STEADY && best <= 1.1 * (late - early) ? (late - early) / RECENT_MS : null;
}

/** Null when nothing has been resulted yet. */
export function measurePipeline(registered: Curve, resulted: Curve, now: number): Pipeline | null {
  const lags: LagSample[] = [];
  for (const [index, count] of resulted.count.entries()) {
    const at = resulted.at[index] ?? now;
    if (count <= (resulted.count[index - 1] ?? 0)) continue;
    const sampledAt = firstTimeOf(registered, count);
    if (sampledAt !== null) {
      lags.push({ at, lag: Math.max(0, at - sampledAt), backlog: countAt(registered, at) - count });
    }
  }
  const last = lags.at(-1);
  if (!last) return null;
  const recentMs = mean(lags.filter(({ at }) => at > last.at - 30 * MINUTE_MS).map(({ lag }) => lag));
  const seenLong = last.at - (lags[0]?.at ?? last.at) >= RECENT_MS;
  // A line through a few minutes of results points anywhere; until then the shortest lag must do.
  const baseMs = seenLong ? lagWithoutBacklog(lags) : Math.min(...lags.map(({ lag }) => lag));
  const queues = recentMs > baseMs + Math.max(20 * MINUTE_MS, baseMs / 4);
  return { baseMs, recentMs, capacity: queues && seenLong ? steadyRate(resulted, last.at) : null };
}
