import type { PoolTest } from '../pool-design/pool-design.js';
import { NEVER_POOL_ABOVE } from './choose-design.js';
import { missedPer100000 } from './design-cost.js';
import type { Prevalence } from './estimate-prevalence.js';
import { hierarchicalCost } from './hierarchical-cost.js';

/** The sizes of swab pools that are collected (DOMAIN 4). */
export const SWAB_POOL_SIZES = [1, 5, 10, 20] as const;

/** Above it retests of ten-person tubes outrun what pooling saves: 95,600 positive of a million tubes (DOMAIN 3). */
export const SWAB_POOLS_COLLAPSE_ABOVE = 0.01;

export type SwabPoolAdviceRequest = {
  readonly prevalence: Prevalence;
  /** of a tube with k swabs: Se follows the medium's volume, not k; `dilutionShift` of `swabs` gives it */
  readonly testOf: (swabs: number) => PoolTest;
  readonly single: PoolTest;
  /** of 100,000 people in negative tubes, at most so many may be positive, at the upper prevalence */
  readonly missedLimit: number;
  /** share of people who can be called back to be sampled singly, at the upper prevalence */
  readonly recallLimit: number;
  /** more swabs in a tube were not validated with the kit */
  readonly swabsValidated: number;
};

/** `missed`, `recall`: a limit is broken at the upper prevalence; `validated`: larger than the kit was validated with */
export type SwabPoolRefusal = 'missed' | 'recall' | 'validated';

export type SwabPoolOption = {
  readonly swabs: number;
  readonly testsPerPerson: number;
  /** share of people who are called back, at the estimate and at the upper prevalence */
  readonly recalled: number;
  readonly recalledAtWorst: number;
  readonly missedPer100000: number;
  readonly missedAtWorst: number;
  /** chance that a member of a positive tube is positive */
  readonly positiveInPositiveTube: number;
  /** none: admissible */
  readonly refusals: readonly SwabPoolRefusal[];
};

export type SwabPoolAdvice = {
  readonly best: SwabPoolOption;
  readonly options: readonly SwabPoolOption[];
  readonly warnings: readonly ('pooling-collapsing' | 'never-pool')[];
};

/**
 * How many swabs go into a tube: the cheapest size within the limits; single tubes when none is. A new swab of every
 * member of an abnormal tube is the second stage.
 */
export function adviseSwabPoolSize(request: SwabPoolAdviceRequest): SwabPoolAdvice {
  const { estimate, high } = request.prevalence;
  const options = SWAB_POOL_SIZES.map((swabs) => optionOf(swabs, request));
  const admissible = options.filter(({ refusals }) => refusals.length === 0);
  const best = admissible.reduce((one, other) => (other.testsPerPerson < one.testsPerPerson ? other : one));
  const warnings: ('pooling-collapsing' | 'never-pool')[] = [];
  if (high > SWAB_POOLS_COLLAPSE_ABOVE) warnings.push('pooling-collapsing');
  if (estimate > NEVER_POOL_ABOVE) warnings.push('never-pool');
  return { best, options, warnings };
}

function optionOf(swabs: number, request: SwabPoolAdviceRequest): SwabPoolOption {
  const { prevalence, single, missedLimit, recallLimit, swabsValidated } = request;
  if (swabs === 1) {
    const nobody = { recalled: 0, recalledAtWorst: 0, missedPer100000: 0, missedAtWorst: 0 };
    const { sensitivity, specificity } = request.testOf(1);
    const [found, falsely] = [
      prevalence.estimate * sensitivity,
      (1 - prevalence.estimate) * (1 - specificity),
    ];
    const positiveInPositiveTube = found + falsely > 0 ? found / (found + falsely) : 0;
    return { swabs, testsPerPerson: 1, ...nobody, positiveInPositiveTube, refusals: [] };
  }
  const tests = [request.testOf(swabs), single];
  const cost = hierarchicalCost([swabs, 1], tests, prevalence.estimate);
  const worst = hierarchicalCost([swabs, 1], tests, prevalence.high);
  const missedAtWorst = missedPer100000(prevalence.high, worst);
  const found = prevalence.estimate * cost.poolingSensitivity;
  return {
    swabs,
    testsPerPerson: cost.testsPerPerson,
    recalled: cost.retestsPerPerson,
    recalledAtWorst: worst.retestsPerPerson,
    missedPer100000: missedPer100000(prevalence.estimate, cost),
    missedAtWorst,
    positiveInPositiveTube: cost.retestsPerPerson > 0 ? found / cost.retestsPerPerson : 0,
    refusals: [
      ...(missedAtWorst <= missedLimit ? [] : (['missed'] as const)),
      ...(worst.retestsPerPerson <= recallLimit ? [] : (['recall'] as const)),
      ...(swabs <= swabsValidated ? [] : (['validated'] as const)),
    ],
  };
}
