import { expect, it } from 'vitest';
import { may, PERMISSIONS, ROLES } from './permissions.js';

it('keeps apart who tests and who verifies, and who governs and who decides results (R6, R7)', () => {
  const both = PERMISSIONS.filter((one) => may('technician', one) && may('verifier', one));
  expect(both).toEqual([]);
  const results = PERMISSIONS.filter((one) => /^(result|conflict)\./.test(one));
  for (const role of ROLES.filter((one) => one !== 'verifier')) {
    expect(results.filter((one) => may(role, one))).toEqual([]);
  }
});

it('lets an auditor read and nothing else', () => {
  expect(PERMISSIONS.filter((one) => may('auditor', one) && !/read|list|verify/.test(one))).toEqual([]);
});
