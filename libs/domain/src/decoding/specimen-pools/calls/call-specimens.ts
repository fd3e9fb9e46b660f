import type { RunnerUp } from '../explanations/runner-up.js';

/**
 * POOLING 2.4. `low-evidence`: a pool of it is grey, or what there is does not suffice; `tolerance`: some negative pools, not more than
 * are tolerated; `tied`: an explanation that says otherwise is within a factor of 100; `masked`: no negative pool, and every
 * positive one has another candidate.
 */
export type AmbiguousReason = 'masked' | 'tied' | 'low-evidence' | 'tolerance';
/** What made the call; for ambiguous specimens the reason says it. */
export type CallRule =
  | 'one-negative-pool'
  | 'negative-pools-and-posterior'
  | 'negative-pools'
  | 'sole-candidate-and-posterior'
  | 'none';
export type SpecimenCall = {
  readonly specimen: number;
  readonly call: 'negative' | 'presumptive-positive' | 'ambiguous';
  readonly rule: CallRule;
  readonly reason: AmbiguousReason | null;
  /** chance that it is positive; null when no posterior stands */
  readonly posterior: number | null;
  /** valid negative pools that hold it, and valid pools of either kind */
  readonly negativePools: number;
  readonly validPools: number;
  /** the only candidate of some valid positive pool: DD(e) */
  readonly sole: boolean;
  /** the most probable explanation that says otherwise; null for negatives (`evidenceOfCall` tells theirs) and without a posterior */
  readonly runnerUp: RunnerUp | null;
  /** for batches with Ct: the posterior without them, and the estimated Ct of the specimen by itself when the best explanation holds it */
  readonly ct: { readonly posteriorWithout: number | null; readonly own: number | null } | null;
};

/** What a call is made from, by specimen. */
export type CallFacts = {
  readonly negatives: Uint16Array;
  readonly valid: Uint16Array;
  readonly sole: Uint8Array;
  /** 1: a pool of it was read near the cut-off */
  readonly grey: Uint8Array;
  /** 1: a later stage found something in it, so that negative pools do not end its testing */
  readonly reopened: Uint8Array;
  readonly posterior: Float64Array | null;
  /** the posterior that limits negatives: the largest of those with and without Ct */
  readonly limit: Float64Array | null;
  readonly runnerUp: (specimen: number) => RunnerUp | null;
  readonly ct: (specimen: number) => SpecimenCall['ct'];
};
export type CallRules = {
  /** e, by specimen: negative pools that a positive may have */
  readonly tolerated: Uint8Array;
  /** 1: one valid negative pool is enough whatever the posterior (swab pool, Dorfman, stages) */
  readonly oneIsEnough: Uint8Array;
  /** τN: the largest posterior of a negative call */
  readonly mostForNegative: number;
  /** τP: the least posterior of a presumptive positive */
  readonly leastForPositive: number;
};

/** ln 100: within this factor explanations are tied. */
const TIED = Math.log(100);

/**
 * Calls every specimen. Negative only with at least e + 1 valid negative pools and, unless one is enough, a posterior of at most τN with
 * and without Ct; without a posterior the pools alone decide (a flagged COMP(e) answer) and nobody is called positive.
 */
export function callSpecimens(facts: CallFacts, rules: CallRules, withinCapacity: boolean): SpecimenCall[] {
  return Array.from(facts.negatives, (negativePools, specimen): SpecimenCall => {
    const posterior = facts.posterior === null ? null : facts.posterior[specimen]!;
    const enough = negativePools >= rules.tolerated[specimen]! + 1 && facts.reopened[specimen] === 0;
    const sole = facts.sole[specimen] === 1;
    const validPools = facts.valid[specimen]!;
    const rule = ruleOf(facts, rules, specimen, { enough, sole: sole && withinCapacity, posterior });
    const call = callBy[rule];
    const runnerUp = call === 'negative' || posterior === null ? null : facts.runnerUp(specimen);
    const isTied = runnerUp !== null && runnerUp.above <= TIED;
    const grey = facts.grey[specimen] === 1;
    const reason =
      call === 'ambiguous' ? reasonOf({ negativePools, validPools, sole, enough, isTied, grey }) : null;
    const ct = facts.ct(specimen);
    return { specimen, call, rule, reason, posterior, negativePools, validPools, sole, runnerUp, ct };
  });
}

const callBy: Record<CallRule, SpecimenCall['call']> = {
  'one-negative-pool': 'negative',
  'negative-pools': 'negative',
  'negative-pools-and-posterior': 'negative',
  'sole-candidate-and-posterior': 'presumptive-positive',
  none: 'ambiguous',
};

function ruleOf(
  { limit }: CallFacts,
  rules: CallRules,
  specimen: number,
  { enough, sole, posterior }: { enough: boolean; sole: boolean; posterior: number | null },
): CallRule {
  if (enough) {
    if (rules.oneIsEnough[specimen] === 1) return 'one-negative-pool';
    if (limit === null) return 'negative-pools';
    return limit[specimen]! <= rules.mostForNegative ? 'negative-pools-and-posterior' : 'none';
  }
  const isPositive = sole && posterior !== null && posterior >= rules.leastForPositive;
  return isPositive ? 'sole-candidate-and-posterior' : 'none';
}

function reasonOf(told: {
  negativePools: number;
  validPools: number;
  sole: boolean;
  enough: boolean;
  isTied: boolean;
  grey: boolean;
}): AmbiguousReason {
  if (told.grey || told.validPools === 0) return 'low-evidence';
  if (told.negativePools > 0 && !told.enough) return 'tolerance';
  if (told.isTied) return 'tied';
  return told.negativePools === 0 && !told.sole ? 'masked' : 'low-evidence';
}

/** Ambiguous specimens in the order of their retest: by posterior, then by fewer negative pools, then by number. */
export function retestOrder(calls: readonly SpecimenCall[]): number[] {
  return calls
    .filter(({ call }) => call === 'ambiguous')
    .sort(
      (a, b) =>
        (b.posterior ?? 0) - (a.posterior ?? 0) ||
        a.negativePools - b.negativePools ||
        a.specimen - b.specimen,
    )
    .map(({ specimen }) => specimen);
}
