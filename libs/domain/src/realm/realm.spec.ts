import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { realmOf, requireSameRealm, sameRealm } from './realm.js';

const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

it('reads the realm from the sign', () => {
  fc.assert(
    fc.property(positive, positive, (a, b) => {
      expect(realmOf(a)).toBe('real');
      expect(realmOf(-a)).toBe('drill');
      expect(sameRealm(a, b)).toBe(true);
      expect(sameRealm(-a, -b)).toBe(true);
      expect(sameRealm(a, -b)).toBe(false);
    }),
  );
});

it('knows no realm for zero, fractions and numbers beyond the safe range', () => {
  for (const id of [0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    expect(() => realmOf(id)).toThrow('realm-unknown');
  }
});

it('refuses a mixture', () => {
  expect(() => requireSameRealm(4, 9, -1)).toThrow('realm-mixed');
  expect(() => requireSameRealm(-4, -9)).not.toThrow();
});
