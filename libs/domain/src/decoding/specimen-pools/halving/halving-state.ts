import { chooseHalvingPool } from '../../../pool-design/bayesian-halving.js';
import type { PoolOutcome } from '../../../pool-design/pool-design.js';
import { marginalsOfLattice, priorLattice, readPool } from '../exact/lattice.js';

/** A pool's test by the number of its positives: dilution is in it. */
export type CountedTest = {
  /** Se(k, j), j = 1 … k, of a pool of k */
  readonly sensitivity: (size: number, positives: number) => number;
  readonly specificity: number;
};
export type HalvingRules = {
  readonly test: CountedTest;
  /** no pool is larger: the validated size */
  readonly largestPool: number;
  /** τN and τP: below the one and above the other a specimen is decided */
  readonly mostForNegative: number;
  readonly leastForPositive: number;
  /** what is undecided after so many tests is retested singly by a person's choice */
  readonly mostTests: number;
};
export type HalvingTest = { readonly members: readonly number[]; readonly outcome: PoolOutcome };
/** Where a group stands; what it was asked with makes the same state again, so that nothing else is kept. */
export type HalvingState = {
  readonly posterior: Float64Array;
  readonly decided: readonly ('negative' | 'presumptive-positive' | 'open')[];
  /** members of the next pool; null when all are decided, the tests are used up, or the outcomes are impossible */
  readonly next: readonly number[] | null;
  readonly stop: 'decided' | 'tests-used-up' | 'contradiction' | null;
  /** ln P(outcomes) */
  readonly logEvidence: number;
};

/**
 * Bayesian halving of a group of at most 16 on the exact lattice: what the tests so far say, and the next pool. A specimen is called
 * negative only when a valid negative pool holds it and its posterior is at most τN, as elsewhere; a pool without an outcome is
 * chosen again. The next pool is the one whose all-negative chance is nearest to one half, among the open specimens first.
 * Tatsuoka, Chen and Lu, Bayesian group testing with dilution effects (2022).
 * @param priors one a specimen, in [0, 1]
 * @throws RangeError for more than 16 specimens, or a test of nobody
 */
export function halvingState(
  priors: ArrayLike<number>,
  tests: readonly HalvingTest[],
  rules: HalvingRules,
): HalvingState {
  const sets = priorLattice(priors);
  let logEvidence = 0;
  const negative = new Uint8Array(priors.length);
  for (const { members, outcome } of tests) {
    if (members.length === 0 || !members.every((i) => i in negative)) throw new RangeError('a halving pool');
    if (outcome === 'erased') continue;
    const mask = members.reduce((all, i) => all | (1 << i), 0);
    const left = readPool(sets, {
      members: mask,
      likelihood: likelihoodOf(rules.test, members.length, outcome),
    });
    if (!(left > 0)) return contradiction(priors.length);
    logEvidence += Math.log(left);
    for (let set = 0; set < sets.length; set += 1) sets[set]! /= left;
    if (outcome === 'negative') for (const i of members) negative[i] = 1;
  }
  const { marginals: posterior } = marginalsOfLattice(sets);
  const decided = Array.from(posterior, (pi, i) => {
    if (negative[i] === 1 && pi <= rules.mostForNegative) return 'negative' as const;
    return pi >= rules.leastForPositive ? ('presumptive-positive' as const) : ('open' as const);
  });
  const open = [...decided.keys()].filter((i) => decided[i] === 'open');
  const stop = open.length === 0 ? 'decided' : tests.length >= rules.mostTests ? 'tests-used-up' : null;
  const next = stop === null ? nextPool(sets, open, rules.largestPool) : null;
  return { posterior, decided, next, stop, logEvidence };
}

/** P(outcome | j positives), j = 0 … size. @throws RangeError for what is no chance */
function likelihoodOf(
  { sensitivity, specificity }: CountedTest,
  size: number,
  outcome: PoolOutcome,
): number[] {
  const positive = [1 - specificity, ...Array.from({ length: size }, (_, j) => sensitivity(size, j + 1))];
  if (!positive.every((chance) => chance >= 0 && chance <= 1))
    throw new RangeError('chances of a halving pool');
  return outcome === 'positive' ? positive : positive.map((chance) => 1 - chance);
}

/** Decided specimens are in no further pool: the halves are taken of the open ones' own lattice. */
function nextPool(sets: Float64Array, open: readonly number[], largestPool: number): number[] {
  const narrow = new Float64Array(2 ** open.length);
  for (let set = 0; set < sets.length; set += 1) {
    let own = 0;
    for (let k = 0; k < open.length; k += 1) own |= ((set >> open[k]!) & 1) << k;
    narrow[own]! += sets[set]!;
  }
  return chooseHalvingPool(narrow, largestPool).map((k) => open[k]!);
}

function contradiction(specimens: number): HalvingState {
  return {
    posterior: new Float64Array(specimens),
    decided: Array.from({ length: specimens }, () => 'open' as const),
    next: null,
    stop: 'contradiction',
    logEvidence: -Infinity,
  };
}
