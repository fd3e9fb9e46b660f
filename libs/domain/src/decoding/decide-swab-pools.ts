import type { WellCall } from '../kit/call-well.js';
import type { TubeState } from '../lifecycle/lifecycles.js';
import { judgeRelease, RELEASE_RULE_VERSION } from '../release/judge-release.js';

/** What is known of a called well and its tube when its result is decided; plain data, it goes to a thread. */
export type PoolFacts = {
  sweepId: number;
  runId: number;
  well: string;
  tubeId: string;
  call: WellCall;
  callReasons: string[];
  callRule: string;
  runState: 'waiting' | 'accepted' | 'rejected';
  wellAgrees: boolean;
  purpose: string;
  siteId: number;
  tubeState: TubeState;
  /** disputed, or held by a person */
  conflict: boolean;
  members: number;
  hardCap: number;
  /** results of the tube before this one, by outcome */
  earlierResults: number;
  earlierAbnormal: number;
  openHolds: number;
  categories: string[];
  excludedCategories: string[];
  switchedOn: boolean;
};
export type PoolDecision = {
  outcome: WellCall;
  release: boolean;
  reasons: string[];
  /** the kit's rule that called the well, and the rule that released or held it */
  ruleVersion: string;
};

/**
 * A swab pool is one specimen: its result is its well's call, and nobody in it can be told apart (DOMAIN 4). A
 * pool of specimens is decoded by its design; the design's decoder takes its place beside this one.
 */
export function decideSwabPools(pools: readonly PoolFacts[]): PoolDecision[] {
  return pools.map((pool) => {
    const judgement = judgeRelease({
      switchedOn: pool.switchedOn,
      call: pool.call,
      callReasons: pool.callReasons,
      runState: pool.runState,
      wellAgrees: pool.wellAgrees,
      tubeState: pool.tubeState,
      conflict: pool.conflict,
      members: pool.members,
      hardCap: pool.hardCap,
      earlierAbnormalCalls: pool.earlierAbnormal,
      openHolds: pool.openHolds,
      categories: pool.categories,
      allowedCategories: pool.categories.filter((category) => !pool.excludedCategories.includes(category)),
    });
    // another well for a tube that has a result is a rerun: a person compares the two (law 2)
    const rerun = pool.earlierResults > 0;
    const ruleVersion = `${pool.callRule}+release@${RELEASE_RULE_VERSION}`;
    if (judgement.kind === 'release' && !rerun) {
      return { outcome: pool.call, release: true, reasons: [], ruleVersion };
    }
    const reasons: string[] = judgement.kind === 'hold' ? [...judgement.reasons] : [];
    if (rerun) reasons.push('rerun');
    return { outcome: pool.call, release: false, reasons, ruleVersion };
  });
}
