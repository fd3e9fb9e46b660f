import type { PoolDesign, PoolOutcome, PoolTest } from '../../pool-design/pool-design.js';

/** How a pool counts: as negative, as positive, for nobody (erased), or weakly (grey: near the cut-off). */
export const NEGATIVE = 0;
export const POSITIVE = 1;
export const ERASED = 2;
export const GREY = 3;

/**
 * What the pools of one batch say. `state` is one of the four constants above; `ifClear` is P(reading | nobody in the pool is
 * positive), `ifPositive` P(reading | somebody is); an erased pool has 1 and 1. `trust` is the exponent that is in both already: below
 * 1 for a grey pool. All by pool, length m.
 */
export type PoolEvidence = {
  readonly state: Uint8Array;
  readonly ifClear: Float64Array;
  readonly ifPositive: Float64Array;
  readonly trust: Float64Array;
};

/**
 * A pool read near the cut-off. `trust` in [0, 1): the share of the evidence of a plain reading that is kept, as the exponent
 * of its likelihoods (POOLING 2.3, soft likelihood). A grey pool is no valid negative and no valid positive.
 */
export type GreyPool = { readonly pool: number; readonly trust: number };

export function emptyEvidence(pools: number): PoolEvidence {
  return {
    state: new Uint8Array(pools),
    ifClear: new Float64Array(pools),
    ifPositive: new Float64Array(pools),
    trust: new Float64Array(pools),
  };
}

/**
 * Writes the readings of a batch into `evidence`.
 * @throws RangeError when the outcomes are not one a pool, one is unknown, or a grey pool is none of the design's
 */
export function readEvidence(
  design: PoolDesign,
  tests: readonly PoolTest[],
  outcomes: readonly PoolOutcome[],
  grey: readonly GreyPool[],
  evidence: PoolEvidence,
): void {
  const { state, ifClear, ifPositive } = evidence;
  evidence.trust.fill(1);
  if (outcomes.length !== design.pools)
    throw new RangeError(`${design.id}: ${outcomes.length} outcomes for ${design.pools} pools`);
  for (let pool = 0; pool < design.pools; pool += 1) {
    const { sensitivity, specificity } = tests[pool]!;
    const outcome = outcomes[pool];
    if (outcome === 'negative') {
      state[pool] = NEGATIVE;
      ifClear[pool] = specificity;
      ifPositive[pool] = 1 - sensitivity;
    } else if (outcome === 'positive') {
      state[pool] = POSITIVE;
      ifClear[pool] = 1 - specificity;
      ifPositive[pool] = sensitivity;
    } else if (outcome === 'erased') {
      state[pool] = ERASED;
      ifClear[pool] = 1;
      ifPositive[pool] = 1;
    } else throw new RangeError(`${design.id}: outcome of pool ${pool} is none`);
  }
  for (const { pool, trust } of grey) {
    if (!Number.isInteger(pool) || pool < 0 || pool >= design.pools || !(trust >= 0 && trust < 1))
      throw new RangeError(`${design.id}: grey pool ${pool}`);
    if (state[pool] === ERASED || state[pool] === GREY) continue; // the first word about a pool counts
    state[pool] = GREY;
    evidence.trust[pool] = trust;
    ifClear[pool] = ifClear[pool]! ** trust;
    ifPositive[pool] = ifPositive[pool]! ** trust;
  }
}

/** @throws RangeError when a chance is NaN, none of (0, 1], or the test says nothing (Se + Sp ≤ 1) */
export function checkTests(design: PoolDesign, given: PoolTest | readonly PoolTest[]): readonly PoolTest[] {
  const tests = Array.isArray(given)
    ? (given as readonly PoolTest[])
    : Array.from({ length: design.pools }, () => given as PoolTest);
  if (tests.length !== design.pools)
    throw new RangeError(`${design.id}: ${tests.length} tests for ${design.pools} pools`);
  for (const { sensitivity, specificity } of tests)
    if (!(
      sensitivity > 0 &&
      sensitivity <= 1 &&
      specificity > 0 &&
      specificity <= 1 &&
      sensitivity + specificity > 1
    ))
      throw new RangeError(`${design.id}: sensitivity ${sensitivity}, specificity ${specificity}`);
  return tests;
}

/** Chances before the pools were tested, one a specimen. @throws RangeError unless each is in [0, 1) */
export function checkPriors(design: PoolDesign, given: number | ArrayLike<number>): Float64Array {
  const priors =
    typeof given === 'number' ? new Float64Array(design.specimens).fill(given) : Float64Array.from(given);
  if (priors.length !== design.specimens)
    throw new RangeError(`${design.id}: ${priors.length} priors for ${design.specimens} specimens`);
  if (!priors.every((p) => p >= 0 && p < 1)) throw new RangeError(`${design.id}: a prior is not in [0, 1)`);
  return priors;
}
