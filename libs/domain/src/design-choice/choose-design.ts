import { type DesignCandidate, designCandidates, type LaboratoryTests } from './design-candidates.js';
import { type DesignCost, missedPer100000 } from './design-cost.js';
import type { Prevalence } from './estimate-prevalence.js';

export type DesignWish = {
  readonly prevalence: Prevalence;
  readonly tests: LaboratoryTests;
  /** pools larger than this were not validated with the kit */
  readonly validatedPoolSize: number;
  /** the least chance that a positive reaches its single test */
  readonly sensitivityFloor: number;
  /** of 100,000 people called negative by pools, at most so many may be positive, at the upper prevalence */
  readonly missedLimit: number;
  readonly hoursPerStage: number;
  readonly deadlineHours: number;
  readonly aliquotsLimit: number;
  readonly hasRobot: boolean;
  readonly specimensPerDay: number;
  /** single retests that a day has room for, at the upper prevalence */
  readonly retestsPerDay: number;
};

export type Refusal =
  'prevalence' | 'sensitivity' | 'missed' | 'deadline' | 'aliquots' | 'robot' | 'retests' | 'batch';

export type JudgedCandidate = {
  readonly candidate: DesignCandidate;
  readonly cost: DesignCost;
  /** of 100,000 people that its pools call negative, so many are expected to be positive: at the estimate and at the upper prevalence */
  readonly missedPer100000: number;
  readonly missedAtWorst: number;
  /** single retests per person at the upper prevalence */
  readonly retestsAtWorst: number;
  readonly refusals: readonly Refusal[];
};

/** `collapsing`: above 15 % Dorfman saves only 28 %; `never-pool`: above 38.2 % no design saves anything (Ungar 1960) */
export type ChoiceWarning =
  'pooling-collapsing' | 'never-pool' | 'pooling-does-not-pay' | 'prevalence-unsure';

export type DesignChoice = {
  readonly chosen: JudgedCandidate;
  /** the cheapest admissible of the other families; null when there is none */
  readonly runnerUp: JudgedCandidate | null;
  /** the prevalence next to the estimate where both cost the same; null when they never do between 0.001 % and 40 % */
  readonly breakEven: number | null;
  readonly warnings: readonly ChoiceWarning[];
  /** all that were weighed, the cheapest first */
  readonly weighed: readonly JudgedCandidate[];
};

/** Ungar (Communications on Pure and Applied Mathematics 13 (1960) 49): (3 − √5)/2. */
export const NEVER_POOL_ABOVE = (3 - Math.sqrt(5)) / 2;
export const POOLING_COLLAPSES_ABOVE = 0.15;

/**
 * The cheapest admissible design at the estimated prevalence. Limits that protect people (missed positives, room for
 * retests) are held against the upper end of the interval. Single testing is always admissible.
 * @throws RangeError for limits that are no numbers
 */
export function chooseDesign(wish: DesignWish): DesignChoice {
  requireWish(wish);
  const { estimate, low, high } = wish.prevalence;
  const weighed = designCandidates(wish.validatedPoolSize)
    .map((candidate) => judge(candidate, wish))
    .sort((one, other) => one.cost.testsPerPerson - other.cost.testsPerPerson);
  const admissible = weighed.filter(({ refusals }) => refusals.length === 0);
  const chosen = admissible[0] as JudgedCandidate;
  const runnerUp = admissible.find(({ candidate }) => candidate.family !== chosen.candidate.family) ?? null;
  const warnings: ChoiceWarning[] = [];
  if (high > POOLING_COLLAPSES_ABOVE) warnings.push('pooling-collapsing');
  if (estimate > NEVER_POOL_ABOVE) warnings.push('never-pool');
  if (chosen.candidate.family === 'individual') warnings.push('pooling-does-not-pay');
  if (high > 10 * Math.max(low, 1e-6)) warnings.push('prevalence-unsure');
  return {
    chosen,
    runnerUp,
    breakEven: runnerUp && breakEven(chosen.candidate, runnerUp.candidate, wish.tests, estimate),
    warnings,
    weighed,
  };
}

function judge(candidate: DesignCandidate, wish: DesignWish): JudgedCandidate {
  const { prevalence, tests } = wish;
  const cost = candidate.cost(prevalence.estimate, tests);
  const missed = missedPer100000(prevalence.estimate, cost);
  if (candidate.family === 'individual')
    return { candidate, cost, missedPer100000: 0, missedAtWorst: 0, retestsAtWorst: 0, refusals: [] };
  const atWorst = candidate.cost(prevalence.high, tests);
  const missedAtWorst = missedPer100000(prevalence.high, atWorst);
  const rules: [Refusal, boolean][] = [
    // a test that misses much makes pools look cheap even there
    ['prevalence', prevalence.estimate <= NEVER_POOL_ABOVE],
    ['sensitivity', cost.poolingSensitivity >= wish.sensitivityFloor],
    ['missed', missedAtWorst <= wish.missedLimit],
    ['deadline', candidate.stages * wish.hoursPerStage <= wish.deadlineHours],
    ['aliquots', candidate.aliquots <= wish.aliquotsLimit],
    ['robot', wish.hasRobot || !candidate.needsRobot],
    ['retests', atWorst.retestsPerPerson * wish.specimensPerDay <= wish.retestsPerDay],
    // its cost is that of full batches
    ['batch', candidate.batch <= wish.specimensPerDay],
  ];
  const refusals = rules.flatMap(([refusal, holds]) => (holds ? [] : [refusal]));
  return {
    candidate,
    cost,
    missedPer100000: missed,
    missedAtWorst,
    retestsAtWorst: atWorst.retestsPerPerson,
    refusals,
  };
}

/** Looks for the change of order nearest to the estimate on a grid of prevalences, then halves the cell. */
function breakEven(
  chosen: DesignCandidate,
  other: DesignCandidate,
  tests: LaboratoryTests,
  estimate: number,
): number | null {
  const gain = (p: number) => other.cost(p, tests).testsPerPerson - chosen.cost(p, tests).testsPerPerson;
  const grid = Array.from({ length: 93 }, (_, i) => 10 ** (-5 + i / 20)).filter((p) => p <= 0.4);
  const gains = grid.map(gain);
  const crossings = grid.flatMap((high, i) => {
    const low = grid[i - 1] ?? high;
    return (gains[i] ?? 0) * (gains[i - 1] ?? 0) < 0 ? [bisect(gain, low, high)] : [];
  });
  const distance = (p: number) => Math.abs(Math.log(p / Math.max(estimate, 1e-9)));
  return crossings.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

function bisect(gain: (p: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const isPositive = gain(low) > 0;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (gain(middle) > 0 === isPositive) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function requireWish(wish: DesignWish): void {
  const { prevalence } = wish;
  const { estimate, low, high } = prevalence;
  if (!(0 <= low && low <= estimate && estimate <= high && high <= 1))
    throw new RangeError(`prevalence ${low} … ${estimate} … ${high}`);
  const limits = [
    wish.validatedPoolSize,
    wish.sensitivityFloor,
    wish.missedLimit,
    wish.hoursPerStage,
    wish.deadlineHours,
    wish.aliquotsLimit,
    wish.specimensPerDay,
    wish.retestsPerDay,
  ];
  if (!limits.every((limit) => limit >= 0)) throw new RangeError(`limits ${limits.join(' ')}`);
}
