import { describe, expect, it } from 'vitest';
import { dilutionShift } from './dilution-shift.js';

const aliquots = (count: number, efficiency?: number) =>
  dilutionShift({ kind: 'aliquots', count }, efficiency);
const swabs = (mixedMillilitres: number, singleMillilitres: number, efficiency?: number) =>
  dilutionShift({ kind: 'swabs', mixedMillilitres, singleMillilitres }, efficiency);

describe('11. Ct: the shift of one positive in its pool', () => {
  it('by aliquots is ln k/ln(1 + E)', () => {
    expect([5, 10, 20, 32].map((k) => aliquots(k).toFixed(2))).toEqual(['2.32', '3.32', '4.32', '5.00']);
    expect([5, 10, 20, 32].map((k) => aliquots(k, 0.95).toFixed(2))).toEqual([
      '2.41',
      '3.45',
      '4.49',
      '5.19',
    ]);
    expect(aliquots(1)).toBe(0);
    for (const k of [2, 5, 10, 32]) expect(aliquots(k, 0.9)).toBeGreaterThan(aliquots(k));
  });

  it('agrees with the medians seen in saliva within half a cycle', () => {
    const seen = { 5: 2.25, 10: 3.3, 20: 4.1 };
    for (const [k, median] of Object.entries(seen))
      expect(Math.abs(aliquots(Number(k)) - median)).toBeLessThan(0.5);
  });

  it('of swabs in one tube is that of the medium, not of the number of swabs', () => {
    expect(swabs(6, 3)).toBe(1);
    expect(swabs(3, 3)).toBe(0);
    expect(swabs(6, 3, 0.9)).toBeCloseTo(Math.log(2) / Math.log(1.9), 12);
    expect(swabs(6, 3)).toBeLessThan(aliquots(10));
  });

  it('refuses what is no dilution', () => {
    for (const k of [0, -1, 2.5, Number.NaN, Infinity]) expect(() => aliquots(k)).toThrow(RangeError);
    for (const e of [0, -0.1, 1.01, Number.NaN]) expect(() => aliquots(5, e)).toThrow(RangeError);
    for (const [a, b] of [
      [0, 3],
      [6, 0],
      [Number.NaN, 3],
      [-6, -3],
    ] as const)
      expect(() => swabs(a, b)).toThrow(RangeError);
  });
});
