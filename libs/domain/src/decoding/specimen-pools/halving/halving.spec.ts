import { describe, expect, it } from 'vitest';
import { entropyBound } from '../../../design-choice/design-cost.js';
import { hierarchicalCost } from '../../../design-choice/hierarchical-cost.js';
import { halvingSizes } from '../../../pool-design/hierarchical-stages.js';
import { seeded } from '../../../random/seeded.js';
import { halvingState, type HalvingRules, type HalvingTest } from './halving-state.js';

const never = { sensitivity: () => 1, specificity: 1 };
const rules: HalvingRules = {
  test: never,
  largestPool: 16,
  mostForNegative: 1e-9,
  leastForPositive: 1 - 1e-9,
  mostTests: 60,
};

/** Expected tests, and what they come to, over the whole tree of outcomes. */
function expectedTests(priors: number[], order: HalvingRules, tests: readonly HalvingTest[] = []): number {
  const { next, logEvidence } = halvingState(priors, tests, order);
  const chance = Math.exp(logEvidence);
  if (next === null || chance < 1e-12) return 0;
  const after = (outcome: 'negative' | 'positive') => {
    const more = [...tests, { members: next, outcome }];
    return Number.isFinite(halvingState(priors, more, order).logEvidence)
      ? expectedTests(priors, order, more)
      : 0;
  };
  return chance + after('negative') + after('positive');
}

/** Sobel and Groll (Bell System Technical Journal 38 (1959) 1179), R1: the best nested procedure for n alike specimens. */
function sobelGroll(n: number, q: number): number {
  const known = new Map<string, number>();
  const of = (m: number, all: number): number => {
    if (all === 0) return 0;
    if (m === 1) return of(0, all - 1);
    const key = `${m} ${all}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let best = Infinity;
    for (let x = 1; x <= (m === 0 ? all : m - 1); x += 1) {
      const clear = m === 0 ? q ** x : (q ** x - q ** m) / (1 - q ** m);
      best = Math.min(best, 1 + clear * of(m === 0 ? 0 : m - x, all - x) + (1 - clear) * of(x, all));
    }
    known.set(key, best);
    return best;
  };
  return of(0, n);
}

describe('Bayesian halving on the lattice', () => {
  it('two people at q = .9: 3 − q − q² tests (Sobel and Groll 1959), one each above q = (√5 − 1)/2', () => {
    expect(sobelGroll(2, 0.9)).toBeCloseTo(3 - 0.9 - 0.81, 12);
    expect(expectedTests([0.1, 0.1], rules)).toBeCloseTo(3 - 0.9 - 0.81, 12);
  });
  it.each([
    [6, 0.02],
    [8, 0.05],
    [6, 0.1],
    [10, 0.02],
  ])(
    '%i people at %d: between the entropy and 1.03 of the best nested procedure, below plain halves',
    (n, p) => {
      const found = expectedTests(Array<number>(n).fill(p), rules);
      expect(found).toBeGreaterThanOrEqual(n * entropyBound(p));
      expect(found).toBeLessThan(1.03 * sobelGroll(n, 1 - p));
      const sizes = halvingSizes(n);
      const perfect = sizes.map(() => ({ sensitivity: 1, specificity: 1 }));
      expect(found).toBeLessThan(n * hierarchicalCost(sizes, perfect, p).testsPerPerson + 1e-9);
    },
  );
  it('with dilution and errors: the truth is found, and few are missed, as the posteriors say', () => {
    const noisy: HalvingRules = {
      test: {
        sensitivity: (size, j) => Math.min(0.99, 0.9 + 0.05 * (j - 1) - 0.002 * size),
        specificity: 0.99,
      },
      largestPool: 8,
      mostForNegative: 0.001,
      leastForPositive: 0.99,
      mostTests: 40,
    };
    const random = seeded('halving');
    let [groups, tests, missed, said, wrong, saidWrong] = [0, 0, 0, 0, 0, 0];
    for (groups = 0; groups < 400; groups += 1) {
      const priors = Array.from({ length: 10 }, () => (random.int(2) === 0 ? 0.01 : 0.08));
      const truth = priors.map((p) => random.next() < p);
      const done: HalvingTest[] = [];
      for (;;) {
        const state = halvingState(priors, done, noisy);
        if (state.next === null) {
          expect(['decided', 'tests-used-up']).toContain(state.stop);
          state.decided.forEach((call, i) => {
            if (call === 'negative') {
              said += state.posterior[i]!;
              if (truth[i]) missed += 1;
              expect(done.some(({ members, outcome }) => outcome === 'negative' && members.includes(i))).toBe(
                true,
              );
            }
            if (call === 'presumptive-positive') {
              saidWrong += 1 - state.posterior[i]!;
              if (!truth[i]) wrong += 1;
            }
          });
          break;
        }
        expect(state.next.length).toBeLessThanOrEqual(8);
        const positives = state.next.filter((i) => truth[i]).length;
        const se = positives === 0 ? 0.01 : noisy.test.sensitivity(state.next.length, positives);
        const outcome = random.int(50) === 0 ? 'erased' : random.next() < se ? 'positive' : 'negative';
        done.push({ members: state.next, outcome });
      }
      tests += done.length;
    }
    expect(Math.abs(missed - said)).toBeLessThan(4 * Math.sqrt(said) + 1);
    expect(Math.abs(wrong - saidWrong)).toBeLessThan(4 * Math.sqrt(saidWrong) + 1);
    expect(tests / groups).toBeLessThan(10);
  });
  it('a failed pool is chosen again; impossible outcomes stop it; the tests may be used up', () => {
    const priors = [0.1, 0.1, 0.1];
    const first = halvingState(priors, [], rules).next!;
    expect(halvingState(priors, [{ members: first, outcome: 'erased' }], rules).next).toEqual(first);
    const impossible: HalvingTest[] = [
      { members: [0, 1, 2], outcome: 'negative' },
      { members: [1], outcome: 'positive' },
    ];
    expect(halvingState(priors, impossible, rules)).toMatchObject({ stop: 'contradiction', next: null });
    expect(halvingState(priors, [], { ...rules, mostTests: 0 }).stop).toBe('tests-used-up');
    expect(halvingState(priors, [{ members: [0, 1, 2], outcome: 'negative' }], rules).decided).toEqual([
      'negative',
      'negative',
      'negative',
    ]);
    for (const members of [[], [3], [-1]])
      expect(() => halvingState(priors, [{ members, outcome: 'negative' }], rules)).toThrow(RangeError);
    expect(() => halvingState(Array<number>(17).fill(0.1), [], rules)).toThrow(RangeError);
  });
});
