import { expect, it } from 'vitest';
import { isMod11_2, mod11_2 } from './mod-11-2.js';
import { isMod37_36, mod37_36 } from './mod-37-36.js';

it('gives the example of GB 11643-1999 and of ISO 7064', () => {
  expect(mod11_2('11010519491231002')).toBe('X');
  expect(mod11_2('44052418800101001')).toBe('4');
  expect(mod11_2('0794')).toBe('0');
  expect(isMod11_2('07940')).toBe(true);
  expect(isMod11_2('07941')).toBe(false);
});

it('gives the published check characters of MOD 37,36 (ISAN, GRid)', () => {
  // ISAN 0000-0000-3A8D-0000-Z-0000-0000-6: both check characters.
  expect(mod37_36('000000003A8D0000')).toBe('Z');
  expect(mod37_36('000000003A8D000000000000')).toBe('6');
  // GRid A1-2425GABC1234002-M.
  expect(mod37_36('A12425GABC1234002')).toBe('M');
  expect(isMod37_36('A12425GABC1234002M')).toBe(true);
});

it('throws for characters outside its alphabet', () => {
  expect(() => mod11_2('12A')).toThrow(RangeError);
  expect(() => mod37_36('a1')).toThrow(RangeError);
});
