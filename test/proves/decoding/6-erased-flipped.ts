import { builtInDesign, prepareDecoder, type PoolOutcome } from '#lis/domain';
import { never, poolsOf, test, type Group } from './group.js';

/** 6. As in the published batch: any two carriers of P-BEST, with any one of their pools erased or falsely negative, are never negative. */
export const erasedOrFlipped: Group = (random, small) => {
  const design = builtInDesign('rs-384x48');
  let cases = 0;
  for (let pair = 0; pair < (small ? 5 : 300); pair += 1) {
    const truth = random.shuffle([...Array(design.specimens).keys()]).slice(0, 2);
    const held = new Set(truth.flatMap((i) => [...poolsOf(design, i)]));
    const outcomes = Array.from({ length: design.pools }, (_, t): PoolOutcome =>
      held.has(t) ? 'positive' : 'negative',
    );
    for (const tolerated of [1, 2]) {
      const decoder = prepareDecoder(design, { tests: test, priors: 2 / 384, tolerated });
      for (const pool of held)
        for (const wrong of ['erased', 'negative'] as const) {
          const { calls } = decoder.decode({ outcomes: outcomes.with(pool, wrong) }, never);
          cases += 1;
          if (truth.some((i) => calls[i]!.call === 'negative'))
            return { violation: `${truth.join(' ')}: pool ${pool} ${wrong}`, figures: { cases } };
        }
    }
  }
  return { violation: null, figures: { cases } };
};
