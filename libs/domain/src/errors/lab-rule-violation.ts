/** Every rule of this folder that can be broken by a request; the texts (zh-CN, en) live with the surfaces. */
export const LAB_RULE_CODES = [
  'realm-mixed',
  'realm-unknown',
  'plate-without-tubes',
  'plate-too-many-tubes',
  'plate-tube-twice',
  'plate-tube-in-control-well',
  'plate-well-twice',
  'plate-well-unknown',
  'plate-template-symmetric',
  'pooling-count-differs',
  'pooling-specimen-twice',
  'pooling-volume-unknown',
  'pooling-volume-short',
  'pooling-well-too-small',
  'kit-without-targets',
  'lifecycle-move-refused',
  'case-step-not-open',
] as const;

export type LabRuleCode = (typeof LAB_RULE_CODES)[number];

/**
 * A laboratory rule was broken: an answer to the person or program that asked, never a defect of this one.
 * `details` hold codes and numbers only, never personal values, because they reach logs and problem details.
 */
export class LabRuleViolation extends Error {
  override readonly name = 'LabRuleViolation';
  readonly code: LabRuleCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: LabRuleCode, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
