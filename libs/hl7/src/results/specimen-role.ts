import type { SpecimenRole } from './instrument-results.js';

/** MSH-16 of 2.3.1 analysers: what kind of results the message holds. */
export type QcFlag = 'patient' | 'calibration' | 'qc' | null;

export function readQcFlag(msh16: string): QcFlag {
  if (msh16 === '0') return 'patient';
  if (msh16 === '1') return 'calibration';
  return msh16 === '2' ? 'qc' : null;
}

const roles: Record<string, SpecimenRole> = {
  P: 'patient',
  L: 'pool',
  G: 'pool',
  C: 'calibrator',
  B: 'blind',
};

/** What a specimen and its message say of its role. */
export interface RoleMarks {
  spm11: string;
  flag: QcFlag;
  tubeCode: string | null;
  /** SPM-13 */
  groupedCount: string;
  /** the profile's own field, '' without one */
  field: string;
}

/** The marks that count for a sender; prefixes in two forms: as they are, and for what is marked as control anyhow. */
export interface RoleRules {
  specimenRole: boolean;
  prefixes: { strict: RegExp; loose: RegExp; role: SpecimenRole }[];
  fieldRoles: ReadonlyMap<string, SpecimenRole>;
}

/**
 * The role of a specimen from SPM-11, the message's MSH-16 flag, the tube code and SPM-13. A calibration or QC
 * message never yields a patient. Nothing said means patient (default of table 0369), a pool when SPM-13 counts
 * more than one, a control when the code is named like one (`PC-…`).
 */
export function roleOf(marks: RoleMarks, rules: RoleRules): SpecimenRole {
  const { flag, tubeCode, groupedCount } = marks;
  const own = rules.fieldRoles.get(marks.field.trim().toUpperCase());
  if (own !== undefined) return own;
  const code = rules.specimenRole ? marks.spm11.trim().toUpperCase() : '';
  if (code === 'Q' || flag === 'qc') return controlNamed(tubeCode, rules, 'loose') ?? 'qc';
  if (flag === 'calibration') return 'calibrator';
  if (code !== '') return roles[code] ?? 'other';
  const control = controlNamed(tubeCode, rules, 'strict');
  if (control !== null) return control;
  return Number(groupedCount) > 1 ? 'pool' : 'patient';
}

function controlNamed(
  tubeCode: string | null,
  { prefixes }: RoleRules,
  form: 'strict' | 'loose',
): SpecimenRole | null {
  if (tubeCode === null) return null;
  return prefixes.find((prefix) => prefix[form].test(tubeCode))?.role ?? null;
}
