import { builtInDesign, prepareDecoder, simulateBatch } from '#lis/domain';
import { never, test, type Group } from './group.js';

const EXACT = { rise: 1e-12, most: 1e-12 };
/**
 * The search's chances are near and not exact (docs/branch-and-bound.md, From cores to chances): rises beyond 0.001 are rare, and
 * the largest seen was 0.08.
 */
const SEARCHED = { rise: 1e-3, most: 0.2 };
const RARE = 1 / 5000;

/** 8. An erased pool that comes back negative never makes a member likelier: exact designs to rounding, searched ones within their error. */
export const information: Group = (random, small) => {
  const batches = small ? 30 : 1500;
  const figures: Record<string, unknown> = {};
  for (const [id, p, grace] of [
    ['hypercube-3^3', 0.02, EXACT],
    ['hypercube-3^4', 0.02, EXACT],
    ['array-8x12', 0.02, EXACT],
    ['hyper-96x16-q2', 0.02, EXACT],
    ['rs-384x48', 0.002, SEARCHED],
    ['triples-961x93', 0.001, SEARCHED],
  ] as const) {
    const design = builtInDesign(id);
    const priors = new Float64Array(design.specimens).fill(p);
    const decoder = prepareDecoder(design, { tests: test, priors: p });
    let [compared, worst, rises] = [0, 0, 0];
    for (let batch = 0; batch < batches; batch += 1) {
      const { outcomes } = simulateBatch(design, priors, test, random);
      const pool = random.int(design.pools);
      const erased = decoder.decode({ outcomes: outcomes.with(pool, 'erased') }, never);
      const negative = decoder.decode({ outcomes: outcomes.with(pool, 'negative') }, never);
      if (erased.kind !== 'posterior' || negative.kind !== 'posterior') continue;
      for (let at = design.specimenStart[pool]!; at < design.specimenStart[pool + 1]!; at += 1) {
        const i = design.specimenOf[at]!;
        const rise = negative.calls[i]!.posterior! - erased.calls[i]!.posterior!;
        worst = Math.max(worst, rise);
        compared += 1;
        if (rise > grace.rise) rises += 1;
      }
    }
    figures[id] = { compared, worst, rises };
    if (worst > grace.most || rises > compared * RARE || compared === 0)
      return { violation: `${id}: raised by ${worst}, ${rises} times`, figures };
  }
  return { violation: null, figures };
};
