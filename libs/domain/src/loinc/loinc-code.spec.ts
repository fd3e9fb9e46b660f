import { describe, expect, it } from 'vitest';
import { isLoincCode } from './loinc-code.js';

describe('a LOINC code', () => {
  it('ends with its check digit', () => {
    // 2951-2 (sodium), 718-7 (haemoglobin), 94500-6 (SARS-CoV-2)
    for (const code of ['2951-2', '718-7', '94500-6', '94533-7']) expect(isLoincCode(code)).toBe(true);
    for (const code of ['2951-1', '94511-1', '94510-3', '94509-5', '94500', '-6', '', 'LA6576-8', '94500-6 '])
      expect(isLoincCode(code)).toBe(false);
  });
});
