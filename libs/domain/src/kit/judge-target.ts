import { isPlausibleCt, type KitDefinition, type KitTarget, type Reading } from './kit-definition.js';

export const CALL_REASONS = [
  'target-missing',
  'target-repeated',
  'target-unknown',
  'positive-call-without-ct',
  'call-without-ct',
  'analyser-disagrees',
  'analyser-invalid',
  'ct-implausible',
  'suspicious-ct',
  'not-all-targets',
  'internal-control-failed',
] as const;

export type CallReasonCode = (typeof CALL_REASONS)[number];

/** Why a call is not plain; any reason holds automatic release. `target` is null where it concerns the well. */
export interface CallReason {
  readonly code: CallReasonCode;
  readonly target: string | null;
}

/** `unusable`: nothing can be said about the target, neither that it is there nor that it is not. */
export type TargetState = 'detected' | 'suspicious' | 'not-detected' | 'unusable';

export interface TargetFinding {
  readonly state: TargetState;
  readonly reasons: readonly CallReasonCode[];
}

function byCt(target: KitTarget, ct: number | null): TargetState {
  if (ct === null) return 'not-detected';
  if (ct <= target.positiveAtOrBelow) return 'detected';
  return target.suspiciousAtOrBelow !== null && ct <= target.suspiciousAtOrBelow
    ? 'suspicious'
    : 'not-detected';
}

/** A sender without Ct: its call decides where the kit allows that, else nothing can be said. */
function byCall(kit: KitDefinition, { analyserCall }: Reading): TargetFinding {
  if (kit.callsWithoutCt !== true) return { state: 'unusable', reasons: ['call-without-ct'] };
  if (analyserCall === 'POS') return { state: 'detected', reasons: [] };
  if (analyserCall === 'NEG') return { state: 'not-detected', reasons: [] };
  return { state: 'unusable', reasons: ['analyser-invalid'] };
}

/**
 * One target of a well by our rule; the analyser's own call is evidence that can take certainty away but never
 * add it. `readings` are those of this target: none, or more than one, is no reading.
 */
export function judgeTarget(
  kit: KitDefinition,
  target: KitTarget,
  readings: readonly Reading[],
): TargetFinding {
  const [reading, second] = readings;
  if (!reading) return { state: 'unusable', reasons: ['target-missing'] };
  if (second) return { state: 'unusable', reasons: ['target-repeated'] };
  if (reading.withoutCt === true) return byCall(kit, reading);
  const { ct, analyserCall } = reading;
  if (ct !== null && !isPlausibleCt(kit, ct)) return { state: 'unusable', reasons: ['ct-implausible'] };
  const state = byCt(target, ct);
  if (analyserCall === 'POS' && ct === null)
    return { state: 'suspicious', reasons: ['positive-call-without-ct'] };
  if (analyserCall === 'INV') {
    return { state: state === 'not-detected' ? 'unusable' : 'suspicious', reasons: ['analyser-invalid'] };
  }
  const disagrees =
    (analyserCall === 'NEG' && state === 'detected') || (analyserCall === 'POS' && state === 'not-detected');
  const reasons: CallReasonCode[] = disagrees ? ['analyser-disagrees'] : [];
  return { state, reasons: state === 'suspicious' ? [...reasons, 'suspicious-ct'] : reasons };
}

/** Whether the internal control shows that the well could have found the virus; a missing reading shows nothing. */
export function judgeInternalControl(
  kit: KitDefinition,
  readings: readonly Reading[],
): { readonly valid: boolean; readonly reasons: readonly CallReasonCode[] } {
  const [reading, second] = readings;
  if (!reading) return { valid: false, reasons: ['target-missing'] };
  if (second) return { valid: false, reasons: ['target-repeated'] };
  if (reading.withoutCt === true) {
    const { state, reasons } = byCall(kit, reading);
    return { valid: state === 'detected', reasons };
  }
  const { ct, analyserCall } = reading;
  if (ct === null)
    return { valid: false, reasons: analyserCall === 'POS' ? ['positive-call-without-ct'] : [] };
  if (!isPlausibleCt(kit, ct)) return { valid: false, reasons: ['ct-implausible'] };
  if (analyserCall === 'INV') return { valid: false, reasons: ['analyser-invalid'] };
  const valid = ct <= kit.internalControl.validAtOrBelow;
  const disagrees = analyserCall !== null && (analyserCall === 'POS') !== valid;
  return { valid, reasons: disagrees ? ['analyser-disagrees'] : [] };
}
