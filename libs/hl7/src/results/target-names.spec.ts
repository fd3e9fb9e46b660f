import { isLoincCode } from '#lis/domain';
import { describe, expect, it } from 'vitest';
import { knownTarget, loincOfTargets, OVERALL } from './target-names.js';

describe('LOINC codes of targets', () => {
  const all = Object.values(loincOfTargets).flat();

  it('have right check digits, and none stands for two targets', () => {
    expect(all.filter((code) => !isLoincCode(code))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    ['94642-6', 'S'],
    ['94640-0', 'S'],
    ['94644-2', 'ORF1AB'],
    ['94511-3', 'ORF1AB'],
    ['94559-2', 'ORF1AB'],
    ['94646-7', 'RDRP'],
    ['94534-5', 'RDRP'],
    ['94510-5', 'N'],
    ['94533-7', 'N'],
    ['94509-7', 'E'],
    ['94758-0', 'E'],
    ['94315-9', 'E'],
    ['94500-6', OVERALL],
    ['94511-1', null],
  ])('%s is %s', (code, target) => expect(knownTarget(code)).toBe(target));
});
