import { type CallReason, judgeInternalControl, judgeTarget } from './judge-target.js';
import { type KitDefinition, type Reading, requireTargets } from './kit-definition.js';

export const WELL_CALLS = ['positive', 'inconclusive', 'negative', 'invalid'] as const;

export type WellCall = (typeof WELL_CALLS)[number];

export interface CalledWell {
  readonly call: WellCall;
  /** Empty when the call is plain. Any reason holds automatic release. */
  readonly reasons: readonly CallReason[];
}

/**
 * Calls a well by the kit's rule (law 5: nothing defaults to negative). Negative needs a plain "not detected" of
 * every target and a valid internal control. A defect of a reading makes the well invalid, unless another target
 * was seen: then it is inconclusive, so that a signal never disappears behind a defect; a Ct that cannot be
 * measured always makes it invalid. Throws `kit-without-targets`.
 */
export function callWell(kit: KitDefinition, readings: readonly Reading[]): CalledWell {
  requireTargets(kit);
  const of = (name: string): Reading[] => readings.filter(({ target }) => target === name);
  const findings = kit.targets.map((target) => ({
    ...judgeTarget(kit, target, of(target.name)),
    target: target.name,
  }));
  const control = judgeInternalControl(kit, of(kit.internalControl.target));
  const known = new Set([...kit.targets.map(({ name }) => name), kit.internalControl.target]);

  const reasons: CallReason[] = findings.flatMap(({ target, reasons: codes }) =>
    codes.map((code) => ({ code, target })),
  );
  for (const code of control.reasons) reasons.push({ code, target: kit.internalControl.target });
  for (const { target } of readings) if (!known.has(target)) reasons.push({ code: 'target-unknown', target });

  const finish = (call: WellCall, ...more: CallReason['code'][]): CalledWell => ({
    call,
    reasons: [...reasons, ...more.map((code) => ({ code, target: null }))],
  });
  const states = findings.map(({ state }) => state);
  const seen = states.some((state) => state === 'detected' || state === 'suspicious');
  const all = states.every((state) => state === 'detected');

  if (reasons.some(({ code }) => code === 'ct-implausible')) return finish('invalid');
  if (!control.valid && kit.internalControl.requiredWhen === 'always') {
    return finish('invalid', 'internal-control-failed');
  }
  if (states.includes('unusable')) return finish(seen ? 'inconclusive' : 'invalid');
  if (all) return finish('positive');
  if (seen) {
    const enough = kit.whenSomeDetected === 'positive' && states.includes('detected');
    return finish(enough ? 'positive' : 'inconclusive', 'not-all-targets');
  }
  return control.valid ? finish('negative') : finish('invalid', 'internal-control-failed');
}
