import { describe, expect, it } from 'vitest';
import { normaliseWell } from './normalise-well.js';

describe('normaliseWell', () => {
  it.each([
    ['C05', 'C5'],
    ['C5', 'C5'],
    [' c5 ', 'C5'],
    ['3^5', 'C5'],
    ['C^05', 'C5'],
    ['1', 'A1'],
    ['13', 'B1'],
    ['96', 'H12'],
    ['H12', 'H12'],
    ['H13', null],
    ['I1', null],
    ['0', null],
    ['97', null],
    ['9^1', null],
    ['A0', null],
    ['', null],
    ['rack 2', null],
  ])('%j is %s', (raw, well) => {
    expect(normaliseWell(raw)).toBe(well);
  });

  it('counts down the columns when told so, and knows other plates', () => {
    const columns = { rows: 8, columns: 12, order: 'columns' } as const;
    expect(['2', '9', '96'].map((raw) => normaliseWell(raw, columns))).toEqual(['B1', 'A2', 'H12']);
    expect(normaliseWell('P24', { rows: 16, columns: 24 })).toBe('P24');
  });
});
