import { LabRuleViolation } from '../errors/lab-rule-violation.js';
import type { ControlKind } from '../plate/plate-template.js';

/** A viral gene: positive at Ct ≤ the first limit, suspicious up to the second; null: the kit has no such band. */
export interface KitTarget {
  readonly name: string;
  readonly positiveAtOrBelow: number;
  readonly suspiciousAtOrBelow: number | null;
}

/** What one target of a control must show: no Ct at or below a limit, or a Ct within a range (both included). */
export type ControlExpectation =
  | { readonly target: string; readonly expect: 'clean'; readonly noCtAtOrBelow: number }
  | { readonly target: string; readonly expect: 'range'; readonly from: number; readonly to: number };

export interface KitControl {
  readonly kind: ControlKind;
  /** Whether a run without this control is rejected; a control that is on the layout is judged in any case. */
  readonly mandatory: boolean;
  readonly expectations: readonly ControlExpectation[];
}

/**
 * An assay as versioned data, in the words of the kit's instruction for use. A changed cut-off is a new version,
 * made by two people: a wrong threshold is how 39,000 false negatives went out elsewhere (Immensa, 2021).
 */
export interface KitDefinition {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly targets: readonly KitTarget[];
  readonly internalControl: {
    readonly target: string;
    readonly validAtOrBelow: number;
    readonly requiredWhen: 'no-target-detected' | 'always';
  };
  /** What some but not all targets positive mean; all positive is positive, none needs the internal control. */
  readonly whenSomeDetected: 'inconclusive' | 'positive';
  /** Ct values outside (the first possible cycle, the last cycle) are defects of the reading, never a finding. */
  readonly plausibleCt: { readonly from: number; readonly to: number };
  readonly controls: readonly KitControl[];
  /** What the instruction for use states of pools; absent: nothing, and nothing is assumed in its place. */
  readonly stated?: StatedOfPools | undefined;
  /** Sample-to-answer: the cartridge controls itself, so that a run needs no control wells; absent: it does not. */
  readonly internalControls?: boolean | undefined;
  /** The analyser's call per target decides where its sender gives no Ct at all; absent: such a call says nothing. */
  readonly callsWithoutCt?: boolean | undefined;
}

/** Chances of a pool's test, of any size up to the largest that was validated, and those sizes. */
export interface StatedOfPools {
  readonly sensitivity: number;
  readonly specificity: number;
  /** swabs in one tube; 1: single tubes only */
  readonly swabsValidated: number;
  /** aliquots in one pool of the laboratory; 1: none */
  readonly aliquotsValidated: number;
}

/** What an instrument reported for one target of one well; `ct` null: no amplification was reported. */
export interface Reading {
  readonly target: string;
  readonly ct: number | null;
  readonly analyserCall: 'POS' | 'NEG' | 'INV' | null;
  /** Its sender gives calls and never a Ct; not the same as a Ct that is missing. */
  readonly withoutCt?: boolean;
}

/** Throws `kit-without-targets`: "none detected" would be true of every well of such a kit. */
export function requireTargets(kit: KitDefinition): void {
  if (kit.targets.length === 0) throw new LabRuleViolation('kit-without-targets', { kit: kit.id });
}

/** Whether a Ct is a number that the kit's thermocycler can have measured. */
export function isPlausibleCt(kit: KitDefinition, ct: number): boolean {
  return ct >= kit.plausibleCt.from && ct <= kit.plausibleCt.to;
}
