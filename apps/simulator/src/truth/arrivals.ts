import { HOUR_MS } from '#lis/domain';

/** Weight of arrivals by hour of the local day: sites are open 07:00–19:00 and fullest from 08:00 to 10:00. */
export const ARRIVALS: readonly number[] = Array.from(
  { length: 24 },
  (_, hour) => [4, 9, 10, 8, 6, 4, 4, 5, 6, 6, 5, 3][hour - 7] ?? 0,
);
const TOTAL = ARRIVALS.reduce((sum, weight) => sum + weight, 0);

/** Milliseconds after midnight by which a share (0 … 1) of the people has come. */
export function arrivalOf(share: number): number {
  let left = Math.min(Math.max(share, 0), 1) * TOTAL;
  for (const [hour, weight] of ARRIVALS.entries()) {
    if (weight > 0 && left <= weight) return Math.floor((hour + left / weight) * HOUR_MS);
    left -= weight;
  }
  return 19 * HOUR_MS;
}
