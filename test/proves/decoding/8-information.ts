import { builtInDesign, prepareDecoder, simulateBatch } from '#lis/domain';
import { never, test, type Group } from './group.js';

/** 8. An erased pool that comes back negative never makes a member likelier: exact designs to rounding, searched ones within 0.001. */
export const information: Group = (random, small) => {
  const batches = small ? 30 : 1500;
  const figures: Record<string, unknown> = {};
  for (const [id, p, grace] of [
    ['hypercube-3^3', 0.02, 1e-12],
    ['hypercube-3^4', 0.02, 1e-12],
    ['array-8x12', 0.02, 1e-12],
    ['hyper-96x16-q2', 0.02, 1e-12],
    ['rs-384x48', 0.002, 1e-3],
    ['triples-961x93', 0.001, 1e-3],
  ] as const) {
    const design = builtInDesign(id);
    const priors = new Float64Array(design.specimens).fill(p);
    const decoder = prepareDecoder(design, { tests: test, priors: p });
    let [compared, worst] = [0, 0];
    for (let batch = 0; batch < batches; batch += 1) {
      const { outcomes } = simulateBatch(design, priors, test, random);
      const pool = random.int(design.pools);
      const erased = decoder.decode({ outcomes: outcomes.with(pool, 'erased') }, never);
      const negative = decoder.decode({ outcomes: outcomes.with(pool, 'negative') }, never);
      if (erased.kind !== 'posterior' || negative.kind !== 'posterior') continue;
      for (let at = design.specimenStart[pool]!; at < design.specimenStart[pool + 1]!; at += 1) {
        const i = design.specimenOf[at]!;
        worst = Math.max(worst, negative.calls[i]!.posterior! - erased.calls[i]!.posterior!);
        compared += 1;
      }
    }
    figures[id] = { compared, worst };
    if (worst > grace || compared === 0) return { violation: `${id}: raised by ${worst}`, figures };
  }
  return { violation: null, figures };
};
