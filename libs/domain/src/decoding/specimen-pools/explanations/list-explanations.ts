import type { Joint } from './joint.js';

/** A set of positive specimens, ascending, and ln of its joint probability with the readings. */
export type Explanation = { readonly specimens: readonly number[]; readonly log: number };

/** Sets of this many of the most probable specimens are gone through; a decode's cost, 2^10 sets. */
const CANDIDATES = 10;
/** With load classes every set is a sum over 2^|set| of them. */
const CANDIDATES_OF_TWO_LOADS = 7;
/** Explanations down to 1 in 10,000 of the best, and this many at most. */
const REACH = Math.log(1e4);
const MOST = 64;

/**
 * The most probable explanations among all sets of the ten most probable specimens, everybody else negative; the best one, climbed
 * on by single specimens among everybody with a chance of 1 in 1,000, is the first. Works beside every decoder, also those that sum
 * over explanations without listing any.
 */
export function listExplanations(
  marginals: Float64Array,
  joint: Joint,
  known: readonly number[] | null,
  hasLoads: boolean,
): Explanation[] {
  const ranked = [...marginals.keys()]
    .filter((i) => marginals[i]! >= 0.001)
    .sort((a, b) => marginals[b]! - marginals[a]! || a - b);
  const candidates = ranked.slice(0, hasLoads ? CANDIDATES_OF_TWO_LOADS : CANDIDATES).sort((a, b) => a - b);
  const found: Explanation[] = [];
  for (let set = 0; set < 2 ** candidates.length; set += 1) {
    const specimens = candidates.filter((_, bit) => (set >> bit) & 1);
    found.push({ specimens, log: joint(specimens) });
  }
  const best = climb(known, found, ranked, joint);
  const wanted = best.specimens.join();
  return [best, ...found.filter(({ specimens }) => specimens.join() !== wanted)]
    .filter(({ log }) => log >= best.log - REACH && log > -Infinity)
    .sort((a, b) => b.log - a.log || (a === best ? -1 : b === best ? 1 : 0))
    .slice(0, MOST);
}

function climb(
  known: readonly number[] | null,
  found: readonly Explanation[],
  ranked: readonly number[],
  joint: Joint,
): Explanation {
  let best = found.reduce((one, other) => (other.log > one.log ? other : one));
  if (known !== null) {
    const log = joint(known);
    // a proven best explanation stays the best of its equals
    if (log >= best.log - 1e-9) return { specimens: known, log: Math.max(log, best.log) };
  }
  if (ranked.length <= CANDIDATES) return best;
  for (let better = true; better;) {
    better = false;
    for (const specimen of ranked) {
      const specimens = toggled(best.specimens, specimen);
      const log = joint(specimens);
      if (log > best.log + 1e-9) [best, better] = [{ specimens, log }, true];
    }
  }
  return best;
}

/** The set with the specimen in it if it was not, and without it if it was; ascending. */
export function toggled(specimens: readonly number[], specimen: number): number[] {
  if (specimens.includes(specimen)) return specimens.filter((one) => one !== specimen);
  return [...specimens, specimen].sort((a, b) => a - b);
}
