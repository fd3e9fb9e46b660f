import type { ControlKind } from '../plate/plate-template.js';
import {
  type ControlExpectation,
  isPlausibleCt,
  type KitDefinition,
  type Reading,
} from './kit-definition.js';

/** A control well of the layout with what has been read of it so far. */
export interface RunControl {
  readonly well: string;
  readonly kind: ControlKind;
  readonly readings: readonly Reading[];
}

export const RUN_FAULTS = [
  'control-not-laid-out',
  'control-unknown-to-kit',
  'control-signal',
  'control-no-signal',
  'control-out-of-range',
  'control-unusable',
] as const;

export interface RunReason {
  readonly code: (typeof RUN_FAULTS)[number];
  readonly kind: ControlKind;
  readonly well: string | null;
  readonly target: string | null;
  readonly ct: number | null;
}

export type RunJudgement =
  | {
      readonly kind: 'waiting';
      readonly missing: readonly {
        readonly well: string;
        readonly kind: ControlKind;
        readonly targets: readonly string[];
      }[];
    }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly reasons: readonly RunReason[] };

function faultOf(
  kit: KitDefinition,
  expected: ControlExpectation,
  readings: readonly Reading[],
): RunReason['code'] | null {
  const [reading, second] = readings;
  if (!reading || second || reading.analyserCall === 'INV') return 'control-unusable';
  if (reading.withoutCt === true) {
    if (kit.callsWithoutCt !== true || reading.analyserCall === null) return 'control-unusable';
    if (expected.expect === 'clean') return reading.analyserCall === 'POS' ? 'control-signal' : null;
    return reading.analyserCall === 'POS' ? null : 'control-no-signal';
  }
  const { ct, analyserCall } = reading;
  if (ct !== null && !isPlausibleCt(kit, ct)) return 'control-unusable';
  if (expected.expect === 'clean') {
    return analyserCall === 'POS' || (ct !== null && ct <= expected.noCtAtOrBelow) ? 'control-signal' : null;
  }
  if (ct === null) return 'control-no-signal';
  if (analyserCall === 'NEG') return 'control-unusable';
  return ct >= expected.from && ct <= expected.to ? null : 'control-out-of-range';
}

/**
 * Judges a run by the controls of its layout. Nothing is called until every control has a reading of every target
 * that the kit expects of it; any failed control rejects the whole run. A layout without a control that the
 * kit demands, or with one that the kit does not know, is rejected without waiting: no reading can mend it. A kit
 * whose cartridges control themselves needs none; its internal control is judged with each well.
 */
export function judgeRun(kit: KitDefinition, controls: readonly RunControl[]): RunJudgement {
  const rules = new Map(kit.controls.map((control) => [control.kind, control]));
  const structural: RunReason[] = [];
  for (const { kind, mandatory } of kit.controls) {
    if (mandatory && !controls.some((control) => control.kind === kind)) {
      structural.push({ code: 'control-not-laid-out', kind, well: null, target: null, ct: null });
    }
  }
  for (const { kind, well } of controls) {
    if (!rules.has(kind))
      structural.push({ code: 'control-unknown-to-kit', kind, well, target: null, ct: null });
  }
  if (structural.length === 0 && controls.length === 0 && kit.internalControls === true)
    return { kind: 'accepted' };
  if (structural.length > 0 || controls.length === 0) return { kind: 'rejected', reasons: structural };

  const expected = controls.map((control) => ({
    ...control,
    rule: rules.get(control.kind)?.expectations ?? [],
  }));
  const missing = expected.flatMap(({ well, kind, readings, rule }) => {
    const targets = rule
      .map(({ target }) => target)
      .filter((name) => !readings.some(({ target }) => target === name));
    return targets.length > 0 ? [{ well, kind, targets }] : [];
  });
  if (missing.length > 0) return { kind: 'waiting', missing };

  const reasons = expected.flatMap(({ well, kind, readings, rule }) =>
    rule.flatMap((expectation): RunReason[] => {
      const own = readings.filter(({ target }) => target === expectation.target);
      const code = faultOf(kit, expectation, own);
      return code ? [{ code, kind, well, target: expectation.target, ct: own[0]?.ct ?? null }] : [];
    }),
  );
  return reasons.length > 0 ? { kind: 'rejected', reasons } : { kind: 'accepted' };
}
