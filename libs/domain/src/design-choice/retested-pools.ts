/** Valid pools of one size, and what became of the positive ones. */
export type RetestedPools = {
  readonly size: number;
  readonly pools: number;
  readonly positive: number;
  /** positive pools all of whose members were tested singly, every test valid: none was positive, or some were */
  readonly allNegative: number;
  readonly somePositive: number;
  /** sensitivity of the pool's test, dilution included */
  readonly sensitivity: number;
};

/**
 * The log likelihood of what became of pools. Of positive pools that were not retested, or not wholly, it is only known
 * that they are positive.
 * @param single sensitivity of the single test
 * @param falseAlarm 1 − Sp, of pools and single tests: it is one assay
 */
export function logLikelihoodOf(
  { size, pools, positive, allNegative, somePositive, sensitivity }: RetestedPools,
  single: number,
  prevalence: number,
  falseAlarm: number,
): number {
  // q^k: nobody in the pool carries it
  const free = (1 - prevalence) ** size;
  const missed = prevalence * (1 - single);
  const seenNegative = (1 - prevalence) * (1 - falseAlarm);
  // nobody's single test is positive: with nobody who carries it, and with somebody
  const none = seenNegative ** size;
  const noneOfSome = none * Math.expm1(size * Math.log1p(missed / seenNegative));
  const isAllNegative = falseAlarm * none + sensitivity * noneOfSome;
  const isPositive = falseAlarm * free + sensitivity * (1 - free);
  const isNegative = (1 - falseAlarm) * free + (1 - sensitivity) * (1 - free);
  return (
    times(allNegative, isAllNegative) +
    times(somePositive, isPositive - isAllNegative) +
    times(positive - allNegative - somePositive, isPositive) +
    times(pools - positive, isNegative)
  );
}

/** @throws RangeError for counts that are none */
export function requireRetested(one: RetestedPools): void {
  const { size, pools, positive, allNegative, somePositive, sensitivity } = one;
  const counts = [size, pools, positive, allNegative, somePositive];
  const isPossible =
    counts.every((count) => Number.isInteger(count) && count >= 0) &&
    size >= 1 &&
    positive <= pools &&
    allNegative + somePositive <= positive &&
    sensitivity > 0 &&
    sensitivity <= 1;
  if (!isPossible) throw new RangeError(`pools of ${counts.join(', ')}, sensitivity ${sensitivity}`);
}

const times = (count: number, chance: number) =>
  count === 0 ? 0 : count * Math.log(Math.max(chance, Number.MIN_VALUE));
