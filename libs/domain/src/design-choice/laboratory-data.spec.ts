import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../random/seeded.js';
import { dilutionShift } from './dilution-shift.js';
import { estimatePrevalence, prevalenceOfEqualPools } from './estimate-prevalence.js';
import { detectionChance, type FoundPositive, learnLoadDistribution } from './load-distribution.js';
import { poolSensitivity, seenInPool } from './pool-sensitivity.js';

const aliquots = (count: number, efficiency?: number) =>
  dilutionShift({ kind: 'aliquots', count }, efficiency);
describe('Se(k) from the laboratory’s own retests', () => {
  const sharp = { cutoff: 37, deviation: 0 };

  it('counts what stays below the cut-off when all were tested singly', () => {
    const load = learnLoadDistribution(
      [20, 25, 30, 33, 34.9, 36.9].map((ct) => ({ ct, shift: 0 })),
      sharp,
    );
    expect(seenInPool(load, 0, sharp)).toBeCloseTo(1, 12);
    expect(seenInPool(load, aliquots(2), sharp)).toBeCloseTo(5 / 6, 12);
    expect(seenInPool(load, aliquots(10), sharp)).toBeCloseTo(4 / 6, 12);
    expect(poolSensitivity(load, aliquots(10), sharp, 0.9)).toBeCloseTo(0.6, 12);
  });

  it('puts back the misses of the pools that found the positives', () => {
    const detection = { cutoff: 37, deviation: 1 };
    const random = seeded('load');
    const truth: number[] = [];
    const found: FoundPositive[] = [];
    const shift = aliquots(10);
    while (found.length < 4000) {
      const ct = random.normal(31, 3.5);
      if (ct < 6 || ct > 46) continue;
      truth.push(ct);
      const through = random.next() < 0.5 ? shift : 0;
      if (random.next() < detectionChance(ct + through, detection)) found.push({ ct, shift: through });
    }
    const expected =
      truth.reduce((sum, ct) => sum + detectionChance(ct + shift, detection), 0) /
      truth.reduce((sum, ct) => sum + detectionChance(ct, detection), 0);
    const naive =
      found.reduce((sum, { ct }) => sum + detectionChance(ct + shift, detection), 0) /
      found.reduce((sum, { ct }) => sum + detectionChance(ct, detection), 0);
    const learnt = seenInPool(learnLoadDistribution(found, detection), shift, detection);
    expect(Math.abs(learnt - expected)).toBeLessThan(0.02);
    expect(naive - expected).toBeGreaterThan(0.03);
  });

  it('falls as pools grow', () => {
    const load = learnLoadDistribution(
      [18, 24, 29, 31, 35, 36].map((ct) => ({ ct, shift: 0 })),
      sharp,
    );
    const detection = { cutoff: 37, deviation: 0.8 };
    const by = [1, 2, 5, 10, 20, 32].map((k) => seenInPool(load, aliquots(k), detection));
    by.forEach((share, i) => expect(share).toBeLessThanOrEqual(by[i - 1] ?? 1));
  });

  it('has the cut-off’s edge and a normal curve round it', () => {
    expect([36.9, 37, 37.1].map((ct) => detectionChance(ct, sharp))).toEqual([1, 1, 0]);
    const soft = { cutoff: 37, deviation: 1 };
    expect(detectionChance(37, soft)).toBeCloseTo(0.5, 6);
    expect(detectionChance(38.959964, soft)).toBeCloseTo(0.025, 6);
    expect(detectionChance(35.040036, soft)).toBeCloseTo(0.975, 6);
  });

  it('refuses what cannot have been found', () => {
    expect(() => learnLoadDistribution([], sharp)).toThrow(RangeError);
    for (const ct of [Number.NaN, 0, 4.9, 50.1])
      expect(() => learnLoadDistribution([{ ct, shift: 0 }], sharp)).toThrow(RangeError);
    expect(() => learnLoadDistribution([{ ct: 30, shift: -1 }], sharp)).toThrow(RangeError);
    expect(() => learnLoadDistribution([{ ct: 36, shift: 3 }], sharp)).toThrow('cannot have shown');
  });
});

describe('estimatePrevalence', () => {
  const test = { sensitivity: 0.95, specificity: 0.99 };
  const ideal = { sensitivity: 1, specificity: 1 };

  it('of equal pools is the closed form', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (size, pools, share) => {
          const counts = { size, pools, positive: Math.round(share * pools), test };
          const { estimate, low, high } = estimatePrevalence([counts]);
          const closed = prevalenceOfEqualPools(counts);
          // where hardly a pool is free of positives, all such prevalences are equally likely
          if ((1 - closed) ** size > 1e-4) expect(estimate).toBeCloseTo(closed, 5);
          else expect((1 - estimate) ** size).toBeLessThan(1e-3);
          expect(low).toBeLessThanOrEqual(estimate);
          expect(high).toBeGreaterThanOrEqual(estimate);
        },
      ),
    );
    expect(prevalenceOfEqualPools({ size: 10, pools: 1000, positive: 5, test })).toBe(0);
    expect(prevalenceOfEqualPools({ size: 10, pools: 10, positive: 10, test })).toBe(1);
  });

  it('bounds from above what no positive pool leaves open, and knows nothing without pools', () => {
    const { estimate, low, high } = estimatePrevalence([{ size: 10, pools: 1000, positive: 0, test: ideal }]);
    expect([estimate, low]).toEqual([0, 0]);
    // (1 − p)^10000 = e^−1.92
    expect(high).toBeCloseTo(1 - Math.exp(-1.920729 / 10_000), 9);
    expect(estimatePrevalence([])).toEqual({ estimate: 0, low: 0, high: 1 });
    expect(estimatePrevalence([{ size: 10, pools: 3, positive: 3, test: ideal }])).toMatchObject({
      estimate: 1,
      high: 1,
    });
  });

  it('covers the truth in about 95 of 100, with pools of mixed sizes', () => {
    const random = seeded('prevalence');
    let covered = 0;
    for (let round = 0; round < 400; round += 1) {
      const counts = [5, 10, 20].map((size) => {
        const chance = test.sensitivity - 0.94 * 0.995 ** size;
        const positive = Array.from({ length: 300 }, () => random.next() < chance).filter(Boolean).length;
        return { size, pools: 300, positive, test };
      });
      const { low, high } = estimatePrevalence(counts);
      if (low <= 0.005 && high >= 0.005) covered += 1;
    }
    expect(covered).toBeGreaterThan(368);
    expect(covered).toBeLessThan(395);
  });

  it('refuses counts that are none', () => {
    const counts = { size: 10, pools: 10, positive: 1, test };
    for (const change of [
      { size: 0 },
      { pools: 0.5 },
      { positive: 11 },
      { positive: -1 },
      { test: { sensitivity: 0.5, specificity: 0.5 } },
    ])
      expect(() => estimatePrevalence([{ ...counts, ...change }])).toThrow(RangeError);
  });
});
