import { describe, expect, it } from 'vitest';
import { seeded } from '../random/seeded.js';
import { learnSpecificity } from './own-specificity.js';
import type { RetestedPools } from './retested-pools.js';

type Truth = { p: number; sensitivity: number; single: number; falseAlarm: number; retested: number };
/** Pools of people, tested and retested one by one. */
function simulate(
  random: ReturnType<typeof seeded>,
  truth: Truth,
  size: number,
  pools: number,
): RetestedPools {
  const { p, sensitivity, single, falseAlarm, retested } = truth;
  const isPositive = (ill: boolean, of: number) => random.next() < (ill ? of : falseAlarm);
  const counts = { positive: 0, allNegative: 0, somePositive: 0 };
  const free = (1 - p) ** size;
  for (let pool = 0; pool < pools; pool += 1) {
    const isFree = random.next() < free;
    if (!isPositive(!isFree, sensitivity)) continue;
    counts.positive += 1;
    if (random.next() >= retested) continue;
    let members: boolean[];
    do members = Array.from({ length: size }, () => !isFree && random.next() < p);
    while (!isFree && !members.some(Boolean));
    const found = members.map((ill) => isPositive(ill, single));
    if (found.some(Boolean)) counts.somePositive += 1;
    else counts.allNegative += 1;
  }
  return { size, pools, sensitivity, ...counts };
}

describe('learnSpecificity', () => {
  const scenarios: [string, Truth, [size: number, pools: number][]][] = [
    ['usual', { p: 0.001, sensitivity: 0.9, single: 0.95, falseAlarm: 0.002, retested: 0.8 }, [[10, 6000], [5, 1000]]],
    ['many ill', { p: 0.01, sensitivity: 0.85, single: 0.9, falseAlarm: 0.005, retested: 1 }, [[10, 4000]]],
    ['contaminated', { p: 0.0005, sensitivity: 0.95, single: 0.98, falseAlarm: 0.02, retested: 0.5 }, [[10, 6000]]],
    ['few ill', { p: 0.0001, sensitivity: 0.95, single: 0.95, falseAlarm: 0.0004, retested: 1 }, [[10, 10_000], [20, 2000]]],
  ]; // prettier-ignore
  const rounds = 120;
  for (const [name, truth, sizes] of scenarios)
    it(`covers the truth in 95 of 100 (${name})`, () => {
      const random = seeded(name);
      let [covered, learnt, error] = [0, 0, 0];
      for (let round = 0; round < rounds; round += 1) {
        const counts = sizes.map(([size, pools]) => simulate(random, truth, size, pools));
        const own = learnSpecificity(counts, truth.single);
        if (!own) continue;
        learnt += 1;
        error += (truth.falseAlarm - (1 - own.estimate)) / truth.falseAlarm;
        if (own.low <= 1 - truth.falseAlarm && own.high >= 1 - truth.falseAlarm) covered += 1;
      }
      expect(learnt).toBeGreaterThan(0.98 * rounds);
      // three standard deviations of a share of so many rounds
      expect(covered / learnt).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / rounds));
      expect(Math.abs(error / learnt)).toBeLessThan(0.12);
    }, 60_000);

  const counts = (given: Partial<RetestedPools>): RetestedPools => ({
    size: 10,
    pools: 20_000,
    positive: 0,
    allNegative: 0,
    somePositive: 0,
    sensitivity: 0.95,
    ...given,
  });

  it('is the share of false alarms where nobody carries it: of pools, and of 200 single tests with none', () => {
    const own = learnSpecificity([counts({ positive: 20, allNegative: 20 })], 1);
    // Beta(20.5, 20,180.5): 0.625 to 1.496 in a thousand
    expect(1 - own!.estimate).toBeCloseTo(20.5 / 20_201, 6);
    expect((1 - own!.high) * 1000).toBeCloseTo(0.625, 2);
    expect((1 - own!.low) * 1000).toBeCloseTo(1.496, 2);
  });

  it('blames the single test for what it misses', () => {
    const all = { positive: 200, allNegative: 9, somePositive: 191 };
    const sure = learnSpecificity([counts(all)], 1)!;
    const missing = learnSpecificity([counts(all)], 0.95)!;
    expect(1 - sure.estimate).toBeCloseTo(9.5 / 20_000, 4);
    expect(missing.high).toBe(1);
    expect(1 - missing.estimate).toBeLessThan(0.4 * (1 - sure.estimate));
  });

  it('says that there may be none, and how many at most, of pools without a false alarm', () => {
    const own = learnSpecificity([counts({ positive: 40, somePositive: 40 })], 0.95)!;
    expect(own.high).toBe(1);
    expect(1 - own.low).toBeLessThan(3.69 / 20_000);
    expect(1 - own.low).toBeGreaterThan(1 / 20_000);
  });

  it('says nothing of few pools, of few retests among many positive ones, and of tubes of one', () => {
    expect(learnSpecificity([counts({ pools: 999 })], 0.95)).toBeNull();
    expect(learnSpecificity([counts({ pools: 1000 })], 0.95)).not.toBeNull();
    expect(learnSpecificity([counts({ positive: 100 })], 0.95)).toBeNull();
    expect(learnSpecificity([counts({ positive: 100, somePositive: 29 })], 0.95)).toBeNull();
    expect(learnSpecificity([counts({ positive: 100, somePositive: 30 })], 0.95)).not.toBeNull();
    expect(learnSpecificity([counts({ positive: 3, somePositive: 3 })], 0.95)).not.toBeNull();
    expect(learnSpecificity([counts({ size: 1, positive: 100 })], 0.95)).toBeNull();
  });

  it('refuses counts that are none', () => {
    for (const wrong of [
      { positive: 20_001 },
      { positive: 3, allNegative: 2, somePositive: 2 },
      { pools: 0.5 },
      { size: 0 },
      { sensitivity: 0 },
    ])
      expect(() => learnSpecificity([counts(wrong)], 0.95)).toThrow(RangeError);
  });
});
