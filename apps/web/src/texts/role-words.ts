import type { Words } from './words.js';

/** Who somebody is, in words. */
export const roleWords = {
  site: ['采样点人员', 'Sampling site'],
  courier: ['转运员', 'Courier'],
  technician: ['检验人员', 'Technician'],
  verifier: ['审核人员', 'Verifier'],
  official: ['官员', 'Official'],
  administrator: ['管理员', 'Administrator'],
  auditor: ['审计员', 'Auditor'],
  authority: ['卫健部门系统', 'Health authority'],
} as const satisfies Words;
