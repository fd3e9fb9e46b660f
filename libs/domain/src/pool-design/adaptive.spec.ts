import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseHalvingPool } from './bayesian-halving.js';
import { specimensIn } from './design-rows.js';
import { halvingSizes, type JudgedPool, nextStage, splitInPools } from './hierarchical-stages.js';
import { stageDesign } from './stage-design.js';

describe('stages', () => {
  it('refuse sizes that do not fall to one', () => {
    for (const sizes of [[], [5], [5, 5, 1], [1, 5], [2.5, 1], [10, 0]])
      expect(() => nextStage(sizes, 0, [])).toThrow(RangeError);
    expect(() => nextStage([5, 1], 2, [])).toThrow(RangeError);
    expect(halvingSizes(11)).toEqual([11, 6, 3, 2, 1]);
    expect(halvingSizes(16)).toEqual([16, 8, 4, 2, 1]);
    for (const bad of [0, 17, 2.5, Number.NaN]) expect(() => halvingSizes(bad)).toThrow(RangeError);
  });

  it('test a failed pool again and take nobody in it for negative', () => {
    const step = nextStage([4, 2, 1], 0, [
      { members: [0, 1, 2, 3], outcome: 'erased' },
      { members: [4, 5, 6, 7], outcome: 'positive' },
      { members: [8, 9], outcome: 'negative' },
      { members: [10], outcome: 'positive' },
    ]);
    expect(step).toEqual({
      next: [
        [4, 5],
        [6, 7],
      ],
      again: [[0, 1, 2, 3]],
      inNegative: [8, 9],
      positive: [10],
    });
  });

  it('find exactly the positives when tests do not err, whatever the sizes', () => {
    const plans = [[10, 1], [25, 5, 1], [64, 8, 1], [12, 3, 1], halvingSizes(16), halvingSizes(11)];
    fc.assert(
      fc.property(
        fc.constantFrom(...plans),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 70 }),
        (sizes, truth) => {
          const everyone = truth.map((_, i) => i);
          let pools: readonly (readonly number[])[] = splitInPools(everyone, sizes[0] ?? 1);
          const [negative, positive]: [number[], number[]] = [[], []];
          for (let stage = 0; pools.length > 0; stage += 1) {
            const judged = pools.map((members): JudgedPool => {
              return { members, outcome: members.some((one) => truth[one]) ? 'positive' : 'negative' };
            });
            const step = nextStage(sizes, stage, judged);
            negative.push(...step.inNegative);
            positive.push(...step.positive);
            pools = step.next;
          }
          expect(positive.toSorted((a, b) => a - b)).toEqual(everyone.filter((one) => truth[one]));
          expect(negative.toSorted((a, b) => a - b)).toEqual(everyone.filter((one) => !truth[one]));
        },
      ),
    );
  });
});

describe('chooseHalvingPool', () => {
  const independent = (chances: readonly number[]) =>
    Float64Array.from({ length: 2 ** chances.length }, (_, set) =>
      chances.reduce((product, p, i) => product * ((set >> i) & 1 ? p : 1 - p), 1),
    );

  it('refuses what is no posterior', () => {
    for (const values of [[1], [1, 2, 3], [0, 0], [1, -1], [Number.NaN, 1]])
      expect(() => chooseHalvingPool(Float64Array.from(values), 5)).toThrow(RangeError);
    expect(() => chooseHalvingPool(independent([0.1]), 0)).toThrow(RangeError);
  });

  it('takes the pool that is nearest to one half, within the validated size', () => {
    // 0.93^k is nearest to one half at k = 10 (0.484) and, of up to eight, at 8
    const sixteen = independent(Array.from({ length: 16 }, () => 0.07));
    expect(chooseHalvingPool(sixteen, 16)).toHaveLength(10);
    expect(chooseHalvingPool(sixteen, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(chooseHalvingPool(independent([0.01, 0.5, 0.01]), 3)).toEqual([1]);
  });

  it('is the best of all pools', () => {
    const chance = fc.double({ min: 0.001, max: 0.6, noNaN: true });
    fc.assert(
      fc.property(fc.array(chance, { minLength: 1, maxLength: 7 }), (chances) => {
        const far = (pool: number[]) => Math.abs(pool.reduce((q, i) => q * (1 - (chances[i] ?? 0)), 1) - 0.5);
        const chosen = far(chooseHalvingPool(independent(chances), 16));
        for (let set = 1; set < 2 ** chances.length; set += 1)
          expect(chosen).toBeLessThan(far(chances.flatMap((_, i) => ((set >> i) & 1 ? [i] : []))) + 1e-9);
      }),
    );
  });
});

describe('stageDesign', () => {
  it('makes a design of the pools of a stage', () => {
    const { design, members } = stageDesign([[7, 9], [12], [30, 31, 32]]);
    expect(members).toEqual([7, 9, 12, 30, 31, 32]);
    const pools = [0, 1, 2].map((pool) =>
      [...specimensIn(design, pool)].map((specimen) => members[specimen]),
    );
    expect(pools).toEqual([[7, 9], [12], [30, 31, 32]]);
    for (const bad of [[], [[]], [[1], []], [[1, 2], [2]]])
      expect(() => stageDesign(bad)).toThrow(RangeError);
  });
});
