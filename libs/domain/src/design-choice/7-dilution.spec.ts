import { describe, expect, it } from 'vitest';
import { seeded } from '../random/seeded.js';
import type { DesignCost } from './design-cost.js';
import { dilutedDorfmanCost } from './diluted-dorfman-cost.js';
import { dilutedStagesCost } from './diluted-stages-cost.js';
import { hierarchicalCost } from './hierarchical-cost.js';
import { stages, test } from './spec-support/shorthand.js';

describe('7. formulas with Se(k, j positives)', () => {
  it('dilution: Se(k, j) that does not depend on j is D2; one that grows with j lies between its ends', () => {
    const given = { poolSize: 10, p: 0.02, specificity: 0.98, retest: test(0.95, 0.99) };
    const flat = dilutedDorfmanCost({ ...given, sensitivityOf: () => 0.9 });
    const plain = hierarchicalCost([10, 1], [test(0.9, 0.98), test(0.95, 0.99)], 0.02);
    for (const key of Object.keys(flat) as (keyof DesignCost)[])
      expect(flat[key]).toBeCloseTo(plain[key], 12);
    const grows = dilutedDorfmanCost({ ...given, sensitivityOf: (j) => (j === 1 ? 0.8 : 0.95) });
    // a member is the only positive with chance .98^9
    expect(grows.poolingSensitivity).toBeCloseTo(0.95 - 0.15 * 0.98 ** 9, 12);
    expect(() => dilutedDorfmanCost({ ...given, sensitivityOf: () => 1.2 })).toThrow(RangeError);
    expect(() => dilutedDorfmanCost({ ...given, poolSize: 1, sensitivityOf: () => 1 })).toThrow(RangeError);
  });

  it('dilution in three stages: flat Se is D3, Se(k, j) agrees with Monte Carlo within 3.5 s.e.', () => {
    const flat = [25, 5, 1].map(() => ({ sensitivityOf: () => 0.93, specificity: 0.97 }));
    const [one, other] = [
      dilutedStagesCost([25, 5, 1], flat, 0.02),
      stages([25, 5, 1], 0.02, test(0.93, 0.97)),
    ];
    for (const key of Object.keys(one) as (keyof DesignCost)[]) expect(one[key]).toBeCloseTo(other[key], 12);
    const sizes = [12, 4, 1];
    const tests = sizes.map((size) => ({
      sensitivityOf: (positives: number) => Math.min(0.99, 0.6 + (0.4 * positives) / Math.sqrt(size)),
      specificity: 0.95,
    }));
    const cost = dilutedStagesCost(sizes, tests, 0.08);
    const random = seeded('diluted stages');
    const [used, found]: [number[], number[]] = [[], []];
    for (let batch = 0; batch < 30_000; batch += 1) {
      const truth = Array.from({ length: 12 }, () => random.next() < 0.08);
      let count = 0;
      const reached = new Set<number>();
      const open = (stage: number, from: number): void => {
        const size = sizes[stage]!;
        for (let start = from; start < from + (sizes[stage - 1] ?? size); start += size) {
          count += 1;
          const positives = truth.slice(start, start + size).filter(Boolean).length;
          const { sensitivityOf, specificity } = tests[stage]!;
          if (random.next() >= (positives === 0 ? 1 - specificity : sensitivityOf(positives))) continue;
          if (stage === 2) reached.add(start);
          else open(stage + 1, start);
        }
      };
      open(0, 0);
      used.push(count / 12);
      truth.forEach((positive, i) => positive && found.push(reached.has(i) ? 1 : 0));
    }
    for (const [sample, expected] of [
      [used, cost.testsPerPerson],
      [found, cost.sensitivity],
    ] as const) {
      const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
      const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sample.length - 1);
      expect(Math.abs(mean - expected)).toBeLessThan(3.5 * Math.sqrt(variance / sample.length));
    }
    expect(() => dilutedStagesCost([4, 1], tests, 0.1)).toThrow(RangeError);
  });
});
