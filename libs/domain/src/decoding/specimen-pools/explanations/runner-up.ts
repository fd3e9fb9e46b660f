import type { Joint } from './joint.js';
import { toggled, type Explanation } from './list-explanations.js';

/** The most probable explanation found that says otherwise of a specimen than the best one does. */
export type RunnerUp = {
  /** ln of how many times less probable it is than the best one, by the pools' outcomes */
  readonly above: number;
  /** what it takes out of the best explanation, and what it puts in */
  readonly without: readonly number[];
  readonly with: readonly number[];
};

/**
 * Looks among the listed explanations, and at the best one with the specimen put in or taken out, alone or in exchange for one of its own.
 * @returns null when every other explanation is impossible
 */
export function runnerUpOf(specimen: number, listed: readonly Explanation[], joint: Joint): RunnerUp | null {
  const best = listed[0];
  if (!best) return null;
  const isIn = best.specimens.includes(specimen);
  const alone = toggled(best.specimens, specimen);
  let found: Explanation = { specimens: alone, log: joint(alone) };
  if (!isIn)
    for (const other of best.specimens) {
      const specimens = toggled(alone, other);
      const log = joint(specimens);
      if (log > found.log) found = { specimens, log };
    }
  for (const other of listed)
    if (other.specimens.includes(specimen) !== isIn && other.log > found.log) found = other;
  if (found.log === -Infinity) return null;
  return {
    above: Math.max(0, best.log - found.log),
    without: best.specimens.filter((one) => !found.specimens.includes(one)),
    with: found.specimens.filter((one) => !best.specimens.includes(one)),
  };
}
