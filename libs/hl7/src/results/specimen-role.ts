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

/**
 * The role of a specimen from SPM-11, the message's MSH-16 flag, the tube code and SPM-13. A calibration or QC
 * message never yields a patient. Nothing said means patient (default of table 0369), a pool when SPM-13 counts
 * more than one, a control when the code is named like one (`PC-…`).
 */
export function roleOf(
  spm11: string,
  flag: QcFlag,
  tubeCode: string | null,
  groupedCount: string,
): SpecimenRole {
  const code = spm11.trim().toUpperCase();
  if (code === 'Q' || flag === 'qc') return controlNamed(tubeCode, /^(NC|PC|EC)(?![A-Z])/i) ?? 'qc';
  if (flag === 'calibration') return 'calibrator';
  if (code !== '') return roles[code] ?? 'other';
  const control = controlNamed(tubeCode, /^(NC|PC|EC)-/i);
  if (control !== null) return control;
  return Number(groupedCount) > 1 ? 'pool' : 'patient';
}

function controlNamed(tubeCode: string | null, pattern: RegExp): SpecimenRole | null {
  switch (pattern.exec(tubeCode ?? '')?.[1]?.toUpperCase()) {
    case 'NC':
      return 'control-negative';
    case 'PC':
      return 'control-positive';
    case 'EC':
      return 'control-extraction';
    default:
      return null;
  }
}
