/**
 * Cumulative counts since a sweep's start: `cumulative[i]` is the count at the end of bucket i, the last bucket
 * ending at the latest "now". Buckets of 5 minutes of sweep time are fine enough.
 */
export interface Series {
  readonly bucketMs: number;
  readonly cumulative: readonly number[];
}

/** A series as points in time, beginning with nothing at the start; time in epoch ms. */
export interface Curve {
  readonly at: readonly number[];
  readonly count: readonly number[];
}

/** The curve of a series. Buckets that begin after `now` are left out; counts never fall (a void is no un-testing). */
export function curveOf(series: Series, startedAt: number, now: number): Curve {
  const at = [startedAt];
  const count = [0];
  for (const [index, reached] of series.cumulative.entries()) {
    if (startedAt + index * series.bucketMs >= now) break;
    at.push(Math.min(startedAt + (index + 1) * series.bucketMs, now));
    count.push(Math.max(reached, count.at(-1) ?? 0));
  }
  return { at, count };
}

/** The last count of a curve. */
export function total(curve: Curve): number {
  return curve.count.at(-1) ?? 0;
}

/** The first place in a rising list whose value is at least `wanted`; the list's length when there is none. */
function firstAtLeast(rising: readonly number[], wanted: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The count at a moment, linear between points, constant outside. */
export function countAt({ at, count }: Curve, moment: number): number {
  const next = firstAtLeast(at, moment);
  if (next === at.length) return count.at(-1) ?? 0;
  if (next === 0) return count[0] ?? 0;
  const [from = 0, to = 0] = at.slice(next - 1, next + 1);
  const [low = 0, high = 0] = count.slice(next - 1, next + 1);
  return low + ((high - low) * (moment - from)) / (to - from);
}

/** When a count was reached first, linear between points; null when it has not been. */
export function firstTimeOf({ at, count }: Curve, wanted: number): number | null {
  const next = firstAtLeast(count, wanted);
  if (next === count.length) return null;
  if (next === 0) return at[0] ?? null;
  const [from = 0, to = 0] = at.slice(next - 1, next + 1);
  const [low = 0, high = 0] = count.slice(next - 1, next + 1);
  return from + ((to - from) * (wanted - low)) / (high - low);
}
