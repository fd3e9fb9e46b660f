/**
 * What a design is expected to do at a prevalence p, a person being positive independently of the others with chance p.
 * Families in one pool make it cheaper than this, never dearer.
 */
export type DesignCost = {
  /** all tests, pools and single ones */
  readonly testsPerPerson: number;
  /** the single tests among them */
  readonly retestsPerPerson: number;
  /** chance that a positive is not called negative by its pools: reaches the single test */
  readonly poolingSensitivity: number;
  /** PSe: chance that a positive is found, the single test included */
  readonly sensitivity: number;
  /** PSp: chance that a negative is not called positive at the end */
  readonly specificity: number;
};

/** @throws RangeError unless 0 ≤ p ≤ 1 */
export function requirePrevalence(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`prevalence ${p}`);
}

/** @throws RangeError unless both chances are in (0, 1] */
export function requireTest(test: { sensitivity: number; specificity: number }): void {
  const isChance = (value: number) => value > 0 && value <= 1;
  if (!isChance(test.sensitivity) || !isChance(test.specificity))
    throw new RangeError(`sensitivity ${test.sensitivity}, specificity ${test.specificity}`);
}

/** Chance that a person called positive is positive, and that one called negative is negative (PPPV, PNPV). */
export function predictiveValues(p: number, cost: Pick<DesignCost, 'sensitivity' | 'specificity'>) {
  const { sensitivity, specificity } = cost;
  const [truePositive, falsePositive] = [p * sensitivity, (1 - p) * (1 - specificity)];
  const [trueNegative, falseNegative] = [(1 - p) * specificity, p * (1 - sensitivity)];
  return {
    positive: truePositive / (truePositive + falsePositive),
    negative: trueNegative / (trueNegative + falseNegative),
  };
}

/** Of 100,000 people that their pools call negative, so many are expected to be positive. */
export function missedPer100000(p: number, cost: DesignCost): number {
  const missed = p * (1 - cost.poolingSensitivity);
  return missed === 0 ? 0 : (1e5 * missed) / (1 - cost.retestsPerPerson);
}

/** Tests per person that no design can go below when tests do not err: the binary entropy of p. */
export function entropyBound(p: number): number {
  requirePrevalence(p);
  const part = (chance: number) => (chance > 0 ? -chance * Math.log2(chance) : 0);
  return part(p) + part(1 - p);
}

/** Mutesa et al. 2021: what hypercubes of the best size (about 0.35/p) come to at low prevalence, tests per person. */
export const hypercubeLimit = (p: number): number => Math.E * p * Math.log(0.734 / p);
