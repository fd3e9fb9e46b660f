import { expect, it } from 'vitest';
import { costCurve, prevalencesAround } from './cost-curve.js';
import { designCandidates } from './design-candidates.js';

it('draws around the interval, within what designs are weighed for', () => {
  const around = prevalencesAround({ low: 0.001, high: 0.004 });
  expect(around[0]).toBeCloseTo(0.0001, 12);
  expect(around.at(-1)).toBeCloseTo(0.04, 12);
  expect(around.every((p, i) => i === 0 || p > (around[i - 1] ?? 1))).toBe(true);
  const [least, most] = [prevalencesAround({ low: 0, high: 0 }), prevalencesAround({ low: 0.9, high: 1 })];
  expect([least[0], least.at(-1)]).toEqual([1e-5, expect.closeTo(1e-4, 12)]);
  expect([most[0], most.at(-1)]).toEqual([0.04, expect.closeTo(0.4, 12)]);
});

it('says what a design costs at each prevalence', () => {
  const tests = { assay: { sensitivity: 1, specificity: 1 }, seenInPool: () => 1 };
  const pairs = designCandidates(4).find(({ id }) => id === 'stages-4:1')!;
  // Dorfman 1943: 1/k + 1 − q^k
  expect(costCurve(pairs, tests, [0.01, 0.1])).toEqual([
    expect.closeTo(0.25 + 1 - 0.99 ** 4, 12),
    expect.closeTo(0.25 + 1 - 0.9 ** 4, 12),
  ]);
});
