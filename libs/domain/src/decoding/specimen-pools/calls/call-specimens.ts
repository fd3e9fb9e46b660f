/** POOLING 2.4. `masked`: others explain its pools; `tied`: an explanation without it (or with it) is nearly as good. */
export type AmbiguousReason = 'masked' | 'tied' | 'low-evidence' | 'tolerance';
export type SpecimenCall = {
  readonly specimen: number;
  readonly call: 'negative' | 'presumptive-positive' | 'ambiguous';
  readonly reason: AmbiguousReason | null;
  /** chance that it is positive; null when no posterior stands */
  readonly posterior: number | null;
  /** valid negative pools that hold it, and valid pools of either kind */
  readonly negativePools: number;
  readonly validPools: number;
  /** the only candidate of some valid positive pool: DD(e) */
  readonly sole: boolean;
};

/** What a call is made from, by specimen. */
export type CallFacts = {
  readonly weight: Uint16Array;
  readonly negatives: Uint16Array;
  readonly valid: Uint16Array;
  readonly sole: Uint8Array;
  /** 1: a pool of it was read near the cut-off */
  readonly grey: Uint8Array;
  readonly posterior: Float64Array | null;
};
export type CallRules = {
  /** e, by specimen: negative pools that a positive may have */
  readonly tolerated: Uint8Array;
  /** τN: the largest posterior of a negative call */
  readonly mostForNegative: number;
  /** τP: the least posterior of a presumptive positive */
  readonly leastForPositive: number;
};

/** An explanation is tied with another within this factor. */
const TIED = 0.01;

/**
 * Calls every specimen. Negative only with at least e + 1 valid negative pools and, when it is in two pools or more, a posterior of
 * at most τN; without a posterior the pools alone decide (a flagged COMP(e) answer) and nobody is called positive.
 */
export function callSpecimens(facts: CallFacts, rules: CallRules, withinCapacity: boolean): SpecimenCall[] {
  return Array.from(facts.weight, (weight, specimen) => {
    const negativePools = facts.negatives[specimen]!;
    const validPools = facts.valid[specimen]!;
    const sole = facts.sole[specimen] === 1;
    const posterior = facts.posterior === null ? null : facts.posterior[specimen]!;
    const told = { specimen, posterior, negativePools, validPools, sole };
    const enough = negativePools >= rules.tolerated[specimen]! + 1;
    if (enough && (weight === 1 || posterior === null || posterior <= rules.mostForNegative))
      return { ...told, call: 'negative', reason: null };
    const positive =
      sole && !enough && withinCapacity && posterior !== null && posterior >= rules.leastForPositive;
    if (positive) return { ...told, call: 'presumptive-positive', reason: null };
    return { ...told, call: 'ambiguous', reason: reasonOf(told, facts.grey[specimen] === 1, enough) };
  });
}

function reasonOf(
  {
    posterior,
    negativePools,
    validPools,
  }: { posterior: number | null; negativePools: number; validPools: number },
  grey: boolean,
  enough: boolean,
): AmbiguousReason {
  if (grey || enough || validPools === 0) return 'low-evidence';
  if (negativePools > 0) return 'tolerance';
  return posterior !== null && posterior > TIED && posterior < 1 - TIED ? 'tied' : 'masked';
}
