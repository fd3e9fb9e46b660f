import {
  latticePosterior,
  poolDesign,
  prepareDecoder,
  type PoolOutcome,
  type PoolTest,
  type SeededRandom,
} from '#lis/domain';
import { never, type Group } from './group.js';

/** 3. Exact posteriors are those of all 2^n sets, with any priors, any test of each pool and pools erased. */
export const exactPosteriors: Group = (random, small) => {
  const cases = small ? 300 : 20_000;
  let worst = 0;
  for (let round = 0; round < cases; round += 1) {
    const { rows, priors, tests, outcomes } = batchOf(random);
    const design = poolDesign({ id: 'any', family: 'array', pools: tests.length, poolsOfSpecimen: rows });
    const { calls, kind } = prepareDecoder(design, { tests, priors, method: 'exact' }).decode(
      { outcomes },
      never,
    );
    const pools = outcomes.flatMap((outcome, pool) => {
      if (outcome === 'erased') return [];
      const { sensitivity, specificity } = tests[pool]!;
      const members = rows.reduce((mask, own, i) => (own.includes(pool) ? mask | (1 << i) : mask), 0);
      const [clear, held] =
        outcome === 'positive' ? [1 - specificity, sensitivity] : [specificity, 1 - sensitivity];
      return [
        {
          members,
          likelihood: rows
            .map(() => held)
            .concat(held)
            .with(0, clear),
        },
      ];
    });
    const { marginals } = latticePosterior(priors, pools);
    if (kind !== 'posterior') return { violation: `case ${round}: ${kind}`, figures: { cases: round } };
    calls.forEach(({ posterior }, i) => (worst = Math.max(worst, Math.abs(posterior! - marginals[i]!))));
    if (worst > 1e-9) return { violation: `case ${round}: off by ${worst}`, figures: { cases: round } };
  }
  return { violation: null, figures: { cases, worst } };
};

function batchOf(random: SeededRandom) {
  const m = 1 + random.int(7);
  const n = 1 + random.int(9);
  const tests = Array.from({ length: m }, (): PoolTest => ({
    sensitivity: 0.6 + 0.39 * random.next(),
    specificity: 0.6 + 0.39 * random.next(),
  }));
  const rows = Array.from({ length: n }, () =>
    random.shuffle([...Array(m).keys()]).slice(0, random.int(m + 1)),
  );
  const priors = rows.map(() => random.next() * (random.int(2) === 0 ? 0.9 : 0.01));
  const outcomes = tests.map((): PoolOutcome => random.pick(['negative', 'positive', 'erased'] as const));
  return { rows, priors, tests, outcomes };
}
