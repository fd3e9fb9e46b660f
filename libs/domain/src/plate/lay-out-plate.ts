import { LabRuleViolation } from '../errors/lab-rule-violation.js';
import { type ControlKind, type PlateTemplate, requireTemplate } from './plate-template.js';
import { wellIndex, WELLS } from './wells.js';

/** One used well: a tube's code, or a control of a kind. */
export type PlateWell =
  | { readonly well: string; readonly role: 'tube'; readonly code: string }
  | { readonly well: string; readonly role: 'control'; readonly kind: ControlKind };

export interface PlateLayout {
  readonly template: string;
  readonly templateVersion: number;
  /** Used wells in the order of `WELLS`; wells that stay empty are not listed. */
  readonly wells: readonly PlateWell[];
}

/** Tubes that a technician has put into wells by hand, before the others fill the free wells. */
export interface PlacedTube {
  readonly code: string;
  readonly well: string;
}

function requirePlaced(placed: readonly PlacedTube[], controls: ReadonlyMap<string, ControlKind>): void {
  const taken = new Set<string>();
  for (const { well, code } of placed) {
    if (wellIndex(well) < 0) throw new LabRuleViolation('plate-well-unknown', { well });
    if (controls.has(well)) throw new LabRuleViolation('plate-tube-in-control-well', { well, code });
    if (taken.has(well)) throw new LabRuleViolation('plate-well-twice', { well });
    taken.add(well);
  }
}

/**
 * Lays tubes and controls onto a 96-well plate. `tubes` (normalised codes) fill the free wells column by column
 * in their order; `placed` tubes keep their wells. The controls are there however few the tubes are.
 * Throws LabRuleViolation: `plate-without-tubes`, `plate-too-many-tubes`, `plate-tube-twice`,
 * `plate-tube-in-control-well`, `plate-well-twice`, `plate-well-unknown`, `plate-template-symmetric`.
 */
export function layOutPlate(order: {
  readonly tubes: readonly string[];
  readonly template: PlateTemplate;
  readonly placed?: readonly PlacedTube[];
}): PlateLayout {
  const { tubes, template, placed = [] } = order;
  requireTemplate(template);
  const controls = new Map(template.controls.map(({ well, kind }) => [well, kind]));
  requirePlaced(placed, controls);

  const codes = [...placed.map(({ code }) => code), ...tubes];
  const capacity = WELLS.length - controls.size;
  if (codes.length === 0) throw new LabRuleViolation('plate-without-tubes');
  if (codes.length > capacity)
    throw new LabRuleViolation('plate-too-many-tubes', { tubes: codes.length, capacity });
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) throw new LabRuleViolation('plate-tube-twice', { code: twice });

  const codeAt = new Map(placed.map(({ well, code }) => [well, code]));
  const free = WELLS.filter((well) => !controls.has(well) && !codeAt.has(well));
  for (const [index, code] of tubes.entries()) codeAt.set(free[index] as string, code);

  const wells = WELLS.flatMap((well): PlateWell[] => {
    const kind = controls.get(well);
    if (kind) return [{ well, role: 'control', kind }];
    const code = codeAt.get(well);
    return code === undefined ? [] : [{ well, role: 'tube', code }];
  });
  return { template: template.id, templateVersion: template.version, wells };
}
