import {
  builtInDesign,
  compCost,
  hierarchicalCost,
  prepareDecoder,
  dorfmanDesign,
  expectedMisses,
  seeded,
  simulateBatch,
} from '#lis/domain';
import { never, poolsOf, test, type Group } from './group.js';

/** 7. Formulas against Monte Carlo: COMP(e) of any design, and Dorfman pools with what their negatives hide. */
export const formulas: Group = (random, small) => {
  const batches = small ? 500 : 20_000;
  const figures: Record<string, unknown> = { batches };
  for (const [id, tolerance, p] of [
    ['array-8x12', 0, 0.01],
    ['hypercube-3^4', 1, 0.02],
    ['rs-384x48', 2, 0.005],
    ['triples-961x93', 1, 0.002],
  ] as const) {
    const design = builtInDesign(id);
    const priors = new Float64Array(design.specimens).fill(p);
    const counts = Array.from({ length: batches }, () => {
      const { outcomes } = simulateBatch(design, priors, test, random);
      let retests = 0;
      for (let i = 0; i < design.specimens; i += 1)
        if (poolsOf(design, i).filter((pool) => outcomes[pool] === 'negative').length <= tolerance)
          retests += 1;
      return retests;
    });
    const expected =
      design.specimens * compCost(design, { pool: () => test, retest: test, tolerance }, p).retestsPerPerson;
    const mean = counts.reduce((sum, count) => sum + count, 0) / batches;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (batches - 1);
    figures[id] = [mean, expected];
    if (Math.abs(mean - expected) > 4 * Math.sqrt(variance / batches))
      return { violation: `${id}: ${mean} retests, expected ${expected}`, figures };
  }
  const p = 0.01;
  const design = dorfmanDesign(1000, 10);
  const decoder = prepareDecoder(design, { tests: test, priors: p });
  const priors = new Float64Array(1000).fill(p);
  const own = seeded(`dorfman ${random.int(1e9)}`);
  let [negatives, missed, saidByDecodes] = [0, 0, 0];
  for (let batch = 0; batch < batches / 20; batch += 1) {
    const { truth, outcomes } = simulateBatch(design, priors, test, own);
    const { calls } = decoder.decode({ outcomes }, never);
    saidByDecodes += expectedMisses(calls)?.missed ?? Number.NaN;
    for (const { specimen, call } of calls) {
      if (call !== 'negative') continue;
      negatives += 1;
      if (truth.includes(specimen)) missed += 1;
    }
  }
  const cost = hierarchicalCost([10, 1], [test, test], p);
  const said = (negatives * p * (1 - cost.poolingSensitivity)) / (1 - cost.retestsPerPerson);
  figures['dorfman missed, said by the formula, by the decodes'] = [missed, said, saidByDecodes];
  const holds =
    Math.abs(missed - said) <= 4 * Math.sqrt(said) + 1 && Math.abs(saidByDecodes - said) < 1e-6 * said;
  return { violation: holds ? null : `Dorfman: ${missed} missed, said ${said}`, figures };
};
