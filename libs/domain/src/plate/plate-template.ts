import { LabRuleViolation } from '../errors/lab-rule-violation.js';
import { turnedWell, wellIndex } from './wells.js';

export const CONTROL_KINDS = ['negative', 'positive', 'extraction'] as const;

export type ControlKind = (typeof CONTROL_KINDS)[number];

/** Where the controls of a plate stand; every other well is for tubes. Versioned data. */
export interface PlateTemplate {
  readonly id: string;
  readonly version: number;
  readonly controls: readonly { readonly well: string; readonly kind: ControlKind }[];
}

/**
 * 94 tubes, a negative control in A12 and a positive control in H12. Turned by 180° they would lie in H1 and A1,
 * where tubes stand first, so a turned plate shows a tube where a control must be even when half full.
 */
export const STANDARD_TEMPLATE: PlateTemplate = {
  id: 'standard-94',
  version: 1,
  controls: [
    { well: 'A12', kind: 'negative' },
    { well: 'H12', kind: 'positive' },
  ],
};

/**
 * Throws `plate-well-unknown`, `plate-well-twice`, or `plate-template-symmetric` when a plate turned by 180° would
 * show a control of the same kind in every control well.
 */
export function requireTemplate({ controls }: PlateTemplate): void {
  const kinds = new Map(controls.map(({ well, kind }) => [well, kind]));
  const unknown = controls.find(({ well }) => wellIndex(well) < 0);
  if (unknown) throw new LabRuleViolation('plate-well-unknown', { well: unknown.well });
  if (kinds.size < controls.length) throw new LabRuleViolation('plate-well-twice');
  if (controls.every(({ well, kind }) => kinds.get(turnedWell(well)) === kind)) {
    throw new LabRuleViolation('plate-template-symmetric');
  }
}
