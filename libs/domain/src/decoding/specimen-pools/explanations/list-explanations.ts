import type { Joint } from './joint.js';
import type { Walk } from './walk.js';

/** A set of positive specimens, ascending, and ln of its joint probability with the readings. */
export type Explanation = { readonly specimens: readonly number[]; readonly log: number };

/** Sets of this many of the most probable specimens are gone through: 2^10. */
const CANDIDATES = 10;
/** With load classes, or dilution by numbers, every set is summed up anew. */
const CANDIDATES_FROM_SCRATCH = 7;
/** Explanations down to 1 in 10,000 of the best, and this many at most. */
const REACH = Math.log(1e4);
const MOST = 64;
/** Whose chance is below this is in no set; what such sets weigh together is in no `weighedShare`. */
const UNLIKELY = 0.001;

/**
 * The most probable explanations among all sets of the ten most probable specimens, everybody else negative. Works beside every decoder,
 * also those that sum over explanations without listing any.
 * @param known a proven best explanation, when there is one; else the best of the sets, climbed on by single specimens
 *   where a step is quick
 * @returns the best one first, then by falling probability
 */
export function listExplanations(
  marginals: Float64Array,
  joint: Joint,
  walk: Walk,
  known: readonly number[] | null,
  quick: boolean,
): Explanation[] {
  const ranked: number[] = [];
  for (let i = 0; i < marginals.length; i += 1) if (marginals[i]! >= UNLIKELY) ranked.push(i);
  ranked.sort((a, b) => marginals[b]! - marginals[a]! || a - b);
  const candidates = ranked.slice(0, quick ? CANDIDATES : CANDIDATES_FROM_SCRATCH).sort((a, b) => a - b);
  const sets = valuesOfSets(candidates, walk);
  let top = 0;
  for (let set = 1; set < sets.length; set += 1) if (sets[set]! > sets[top]!) top = set;
  const near = [...sets.keys()].filter((set) => sets[set]! >= sets[top]! - REACH);
  near.sort((a, b) => sets[b]! - sets[a]! || a - b);
  const found = near.slice(0, MOST).map((set): Explanation => {
    const specimens = candidates.filter((_, bit) => (set >> bit) & 1);
    return { specimens, log: joint(specimens) };
  });
  // climbing from scratch doubles in time with every specimen
  const climbers = ranked.length > candidates.length && quick ? ranked : [];
  const best = bestOf(found[0]!, known, climbers, joint, walk);
  const wanted = best.specimens.join();
  const others = found.filter(
    ({ specimens, log }) => log >= best.log - REACH && log > -Infinity && specimens.join() !== wanted,
  );
  return [best, ...others.sort((a, b) => b.log - a.log)].slice(0, MOST);
}

/** ln of each set's joint probability less that of the empty one, in Gray's order: one specimen a step. */
function valuesOfSets(candidates: readonly number[], walk: Walk): Float64Array {
  const values = new Float64Array(2 ** candidates.length);
  walk.start([]);
  let set = 0;
  for (let step = 1; step < values.length; step += 1) {
    const bit = 31 - Math.clz32(step & -step);
    const value = values[set]! + walk.gain(candidates[bit]!);
    walk.toggle(candidates[bit]!);
    set ^= 1 << bit;
    values[set] = value;
  }
  return values;
}

function bestOf(
  found: Explanation,
  known: readonly number[] | null,
  ranked: readonly number[],
  joint: Joint,
  walk: Walk,
): Explanation {
  if (known !== null) {
    const log = joint(known);
    // a proven best explanation stays the best of its equals
    if (log >= found.log - 1e-9) return { specimens: known, log: Math.max(log, found.log) };
  }
  const held = new Set(found.specimens);
  walk.start(found.specimens);
  let climbed = false;
  for (let better = true; better;) {
    better = false;
    for (const specimen of ranked) {
      if (walk.gain(specimen) <= 1e-9) continue;
      walk.toggle(specimen);
      if (!held.delete(specimen)) held.add(specimen);
      [climbed, better] = [true, true];
    }
  }
  if (!climbed) return found;
  const specimens = [...held].sort((a, b) => a - b);
  return { specimens, log: joint(specimens) };
}
