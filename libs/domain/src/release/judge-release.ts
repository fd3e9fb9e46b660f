import type { WellCall } from '../kit/call-well.js';
import type { RunState, TubeState } from '../lifecycle/lifecycles.js';
import { realmOf } from '../realm/realm.js';

/** Written with every automatic release; a changed rule is a new number. */
export const RELEASE_RULE_VERSION = 1;

export const HOLD_REASONS = [
  'switched-off',
  'not-negative',
  'run-not-accepted',
  'well-disagrees',
  'tube-state',
  'tube-conflict',
  'no-members',
  'over-cap',
  'call-has-reasons',
  'earlier-abnormal-call',
  'member-on-hold',
  'category-not-allowed',
] as const;

export type HoldReason = (typeof HOLD_REASONS)[number];

/** Everything that decides whether a tube's result may leave without a person. */
export interface ReleaseFacts {
  readonly switchedOn: boolean;
  readonly call: WellCall;
  readonly callReasons: readonly unknown[];
  readonly runState: RunState;
  /** Tube code and well of the reading are those of the layout. */
  readonly wellAgrees: boolean;
  readonly tubeState: TubeState;
  /** The tube's code or body is disputed between two senders. */
  readonly conflict: boolean;
  readonly members: number;
  readonly hardCap: number;
  /** Calls of this tube that were not negative, in this or any other run. */
  readonly earlierAbnormalCalls: number;
  /** Open holds on any member, under any alias, tube or sweep. */
  readonly openHolds: number;
  readonly categories: readonly string[];
  readonly allowedCategories: readonly string[];
}

export type ReleaseJudgement =
  | { readonly kind: 'release'; readonly ruleVersion: number }
  | { readonly kind: 'hold'; readonly reasons: readonly HoldReason[] };

/**
 * Autoverification: only a plain negative of a plated tube in an accepted run leaves by itself; everything else
 * waits for a person, with every reason named. Written as "hold unless", so that a fact that is not a number
 * or not known holds.
 */
export function judgeRelease(facts: ReleaseFacts): ReleaseJudgement {
  const passes: Record<HoldReason, boolean> = {
    'switched-off': facts.switchedOn,
    'not-negative': facts.call === 'negative',
    'run-not-accepted': facts.runState === 'accepted',
    'well-disagrees': facts.wellAgrees,
    'tube-state': facts.tubeState === 'plated' || facts.tubeState === 'resulted',
    'tube-conflict': !facts.conflict,
    'no-members': facts.members > 0,
    'over-cap': facts.members <= facts.hardCap,
    'call-has-reasons': facts.callReasons.length === 0,
    'earlier-abnormal-call': facts.earlierAbnormalCalls === 0,
    'member-on-hold': facts.openHolds === 0,
    'category-not-allowed': facts.categories.every((category) => facts.allowedCategories.includes(category)),
  };
  const reasons = HOLD_REASONS.filter((reason) => !passes[reason]);
  return reasons.length === 0
    ? { kind: 'release', ruleVersion: RELEASE_RULE_VERSION }
    : { kind: 'hold', reasons };
}

/**
 * Whether a person may release a result: known to be another than the one who ran the test, and of the same
 * realm. When nobody knows who ran it (null), nobody can be shown to be another.
 */
export function mayRelease(person: number, ranBy: number | null): boolean {
  return ranBy !== null && person !== ranBy && realmOf(person) === realmOf(ranBy);
}
