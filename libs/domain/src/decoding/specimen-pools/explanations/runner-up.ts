import type { Explanation } from './list-explanations.js';
import type { Walk } from './walk.js';

/** The most probable explanation found that says otherwise of a specimen than the best one does. */
export type RunnerUp = {
  /** ln of how many times less probable it is than the best one, by the pools' outcomes */
  readonly above: number;
  /** what it takes out of the best explanation, and what it puts in */
  readonly without: readonly number[];
  readonly with: readonly number[];
};

/** A loss from which an explanation counts as impossible. */
const IMPOSSIBLE = -5e4;

/**
 * Prepares the runners-up of a batch; the walk must stay at the best explanation.
 * Looks among the listed explanations, and at the best one with the specimen put in or taken out, alone or in exchange for one of its own.
 * @param listed by falling probability, the best one first
 * @returns null when every other explanation is impossible
 */
export function prepareRunnersUp(
  listed: readonly Explanation[],
  walk: Walk,
): (specimen: number) => RunnerUp | null {
  const best = listed[0]!;
  walk.start(best.specimens);
  return (specimen) => {
    const isIn = best.specimens.includes(specimen);
    let gain = walk.gain(specimen);
    let swapped = -1;
    let other: Explanation | null = null;
    if (!isIn)
      for (const one of best.specimens) {
        const lost = walk.gain(one);
        walk.toggle(one);
        const both = lost + walk.gain(specimen);
        walk.toggle(one);
        if (both > gain) [gain, swapped] = [both, one];
      }
    for (let k = 1; k < listed.length && listed[k]!.log - best.log > gain; k += 1)
      if (listed[k]!.specimens.includes(specimen) !== isIn)
        [gain, other] = [listed[k]!.log - best.log, listed[k]!];
    if (gain < IMPOSSIBLE) return null;
    const above = Math.max(0, -gain);
    if (other === null)
      return isIn
        ? { above, without: [specimen], with: [] }
        : { above, without: swapped < 0 ? [] : [swapped], with: [specimen] };
    const { specimens } = other;
    return {
      above,
      without: best.specimens.filter((one) => !specimens.includes(one)),
      with: specimens.filter((one) => !best.specimens.includes(one)),
    };
  };
}
