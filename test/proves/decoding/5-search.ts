import { builtInDesign, makeBatchSearch, prepareDecoder, simulateBatch } from '#lis/domain';
import { never, poolsOf, test, type Group } from './group.js';

const runs = [
  ['rs-384x48', 0.005],
  ['rs-384x48', 0.02],
  ['triples-961x93', 0.003],
] as const;

/** 5. The proven least cost is never above the truth's; a spent budget is always flagged and nobody is called positive on it. */
export const search: Group = (random, small) => {
  const cases = small ? 100 : 1000;
  let [proven, flagged] = [0, 0];
  for (const [id, p] of runs) {
    const design = builtInDesign(id);
    const priors = new Float64Array(design.specimens).fill(p);
    const batchSearch = makeBatchSearch(design, priors);
    const short = prepareDecoder(design, { tests: test, priors: p, workLimit: 200 });
    for (let k = 0; k < cases; k += 1) {
      const { truth, outcomes } = simulateBatch(design, priors, test, random);
      const [l0, l1] = [new Float64Array(design.pools), new Float64Array(design.pools)];
      outcomes.forEach((one, t) => {
        l0[t] = one === 'positive' ? 1 - test.specificity : test.specificity;
        l1[t] = one === 'positive' ? test.sensitivity : 1 - test.sensitivity;
      });
      const least = batchSearch.prove(l0, l1, { work: 1e6, late: () => false, spent: 'no' });
      const held = new Set(truth.flatMap((i) => [...poolsOf(design, i)]));
      let cost = truth.length * Math.log((1 - p) / p);
      outcomes.forEach((one, t) => {
        if (one === 'positive' && !held.has(t)) cost += Math.log(l1[t]! / l0[t]!);
        if (one === 'negative' && held.has(t)) cost += Math.log(l0[t]! / l1[t]!);
      });
      if (least !== null) {
        proven += 1;
        if (least > cost + 1e-6)
          return { violation: `${id}: ${least} above the truth's ${cost}`, figures: { proven } };
      }
      const { kind, alerts, negativesMayLeave, calls } = short.decode({ outcomes }, never);
      if (kind === 'posterior') continue;
      flagged += 1;
      const isPositive = calls.some(({ call }) => call === 'presumptive-positive');
      if (negativesMayLeave || isPositive || !alerts.includes('budget'))
        return { violation: `${id}: a spent budget without its flag`, figures: { flagged } };
    }
  }
  return {
    violation: flagged > 0 ? null : 'no budget was spent',
    figures: { cases: 3 * cases, proven, flagged },
  };
};
