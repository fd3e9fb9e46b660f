import { describe, expect, it } from 'vitest';
import { missedPer100000 } from '../../../design-choice/design-cost.js';
import { hierarchicalCost } from '../../../design-choice/hierarchical-cost.js';
import { builtInDesign } from '../../../pool-design/built-in-designs.js';
import { dorfmanDesign } from '../../../pool-design/dorfman.js';
import type { PoolOutcome } from '../../../pool-design/pool-design.js';
import { prepareDecoder } from '../decoder.js';
import { designOf, never, outcomesOf } from '../spec-support/reference.js';
import { expectedMisses } from './expected-misses.js';

const tests = { sensitivity: 0.95, specificity: 0.99 };
// 0: pools 0 1; 1: 0 2; 2: 1 2; 3: 2 3; 4: 3 4; 5: 4 5
const rows = [
  [0, 1],
  [0, 2],
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 5],
];
const design = designOf('six', 6, rows);
const call = (positive: number[], more: object = {}, readings: object = {}) =>
  prepareDecoder(design, { tests, priors: 0.01, ...more }).decode(
    { outcomes: outcomesOf(6, positive), ...readings },
    never,
  );

describe('reasons of ambiguous specimens (POOLING 2.4)', () => {
  it('MASKED: no negative pool, all its positive pools explained by others', () => {
    const { calls } = call([0, 1, 2, 3, 4, 5], { priors: [0.3, 1e-6, 1e-6, 0.3, 1e-6, 0.3] });
    expect(calls[1]).toMatchObject({ call: 'ambiguous', reason: 'masked', negativePools: 0, sole: false });
    expect(calls[1]!.runnerUp!.above).toBeGreaterThan(Math.log(100));
  });
  it('TIED: an explanation that says otherwise within ln 100', () => {
    const { calls, best, alternatives, alerts } = call([0, 1, 2], { priors: 0.1 });
    for (const i of [0, 1, 2]) expect(calls[i]).toMatchObject({ call: 'ambiguous', reason: 'tied' });
    expect(best).toHaveLength(2);
    for (const i of [0, 1, 2]) expect(calls[i]!.runnerUp!.above).toBeCloseTo(0, 9);
    expect(alternatives[0]!.above).toBeCloseTo(0, 9);
    // one of the three explains nothing that the other two do not: nothing is unexplained
    expect(alerts).toEqual([]);
  });
  it('LOW-EVIDENCE: a grey pool, no valid pool, or a posterior that does not suffice', () => {
    expect(call([0, 1], {}, { grey: [{ pool: 0, trust: 0.4 }] }).calls[0]).toMatchObject({
      reason: 'low-evidence',
    });
    const erased: PoolOutcome[] = ['erased', 'erased', ...outcomesOf(4, [])];
    expect(call([], {}, { outcomes: erased }).calls[0]).toMatchObject({
      call: 'ambiguous',
      reason: 'low-evidence',
      validPools: 0,
    });
    // one negative pool of two suffices by number, not by posterior
    const half: PoolOutcome[] = ['negative', 'erased', ...outcomesOf(4, [])];
    expect(call([], {}, { outcomes: half }).calls[0]).toMatchObject({
      call: 'ambiguous',
      rule: 'none',
      reason: 'low-evidence',
      negativePools: 1,
    });
  });
  it('TOLERANCE: negative pools, but not more than are tolerated', () => {
    expect(call([3], { tolerated: 1 }).calls[3]).toMatchObject({
      call: 'ambiguous',
      reason: 'tolerance',
      negativePools: 1,
    });
  });
});

describe('what a call carries', () => {
  it('the rule that made it', () => {
    const rule = (decoded: ReturnType<typeof call>) => [...new Set(decoded.calls.map((one) => one.rule))];
    expect(rule(call([], { missesPer100000: 10 }))).toEqual(['negative-pools-and-posterior']);
    expect(rule(call([], { method: 'combinatorial' }))).toEqual(['negative-pools']);
    expect(call([4, 5], { priors: 0.02 }).calls[5]).toMatchObject({
      call: 'presumptive-positive',
      rule: 'sole-candidate-and-posterior',
    });
    const dorfman = prepareDecoder(dorfmanDesign(4, 2), { tests, priors: 0.01 });
    expect(
      dorfman.decode({ outcomes: ['negative', 'positive'] }, never).calls.map((one) => one.rule),
    ).toEqual(['one-negative-pool', 'one-negative-pool', 'none', 'none']);
  });
  it('the runner-up, as if nobody else were known: the exact odds of the two sets', () => {
    const { calls, best } = call([4, 5]);
    expect(best).toEqual([5]);
    // without it both pools are falsely positive
    const odds = (0.01 / 0.99) * (0.95 / 0.01) ** 2;
    expect(calls[5]!.runnerUp).toEqual({ above: expect.closeTo(Math.log(odds), 9), without: [5], with: [] });
    const swap = call([0, 1, 4], { priors: [0.01, 0.3, 0.3, 0.001, 0.001, 0.001] }).calls[0]!.runnerUp!;
    expect(swap.above).toBeGreaterThan(0);
  });
  it('for one specimen: its pools with their values, and of negatives too who would have to be wrong', () => {
    const ct = { efficiency: 1, shift: 1, sigma: 1, cutoff: 38, loads: { mean: 26, deviation: 5 } };
    const decoder = prepareDecoder(design, { tests, priors: 0.01, missesPer100000: 100, ct });
    const cts = [0, 1, 2, 3, 4, 5].map((t) =>
      t < 4 ? ({ kind: 'undetected' } as const) : ({ kind: 'detected', ct: 28 + t } as const),
    );
    const readings = { outcomes: outcomesOf(6, [4, 5]), cts };
    const told = decoder.explain(readings, 0, never);
    expect(told.pools).toEqual([
      { pool: 0, state: 'negative', ct: { kind: 'undetected' } },
      { pool: 1, state: 'negative', ct: { kind: 'undetected' } },
    ]);
    expect(told.call).toEqual(decoder.decode(readings, never).calls[0]);
    expect(told).toMatchObject({ best: [5], runnerUp: { without: [], with: [0] } });
    expect(told.runnerUp!.above).toBeCloseTo(Math.log(99 * (0.99 / 0.05) ** 2), 9);
    expect(decoder.explain({ outcomes: outcomesOf(6, []) }, 2, never).runnerUp).toMatchObject({ with: [2] });
    expect(() => decoder.explain(readings, 6, never)).toThrow(RangeError);
  });
  it('retests are ordered by posterior; without one by the negative pools', () => {
    const { retests, calls } = call([0, 1, 2, 3], {
      tolerated: 1,
      priors: [0.02, 0.01, 0.005, 0.2, 0.01, 0.01],
    });
    const posteriors = retests.map((i) => calls[i]!.posterior!);
    expect(retests.length).toBeGreaterThan(3);
    expect(posteriors).toEqual(posteriors.toSorted((a, b) => b - a));
    const comp = call([2, 3, 4], { method: 'combinatorial', tolerated: 1 });
    const counts = comp.retests.map((i) => comp.calls[i]!.negativePools);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });
});

describe('expected misses of negatives', () => {
  it.each([
    [0.0002, 1.01],
    [0.001, 5.1],
    [0.01, 55.5],
  ])('weight 1, k = 10 at p = %d: %d of 100,000, at the choice and of the decode', (p, wanted) => {
    const atChoice = missedPer100000(p, hierarchicalCost([10, 1], [tests, tests], p));
    const decoder = prepareDecoder(dorfmanDesign(30, 10), { tests, priors: p });
    const misses = expectedMisses(
      decoder.decode({ outcomes: ['negative', 'positive', 'negative'] }, never).calls,
    )!;
    expect(misses.negatives).toBe(20);
    expect(misses.per100000).toBeCloseTo(atChoice, 6);
    expect(Math.abs(misses.per100000 / wanted - 1)).toBeLessThan(0.006);
    expect(misses.missed).toBeCloseTo((20 * misses.per100000) / 1e5, 12);
  });
  it('are unknown after COMP(e) alone, none where nobody is negative, and count the larger of both with Ct', () => {
    const comp = prepareDecoder(dorfmanDesign(10, 10), { tests, priors: 0.01, method: 'combinatorial' });
    expect(expectedMisses(comp.decode({ outcomes: ['negative'] }, never).calls)).toBeNull();
    expect(expectedMisses(comp.decode({ outcomes: ['positive'] }, never).calls)).toEqual({
      negatives: 0,
      missed: 0,
      per100000: 0,
    });
    const cube = builtInDesign('hypercube-3^3');
    const { calls } = prepareDecoder(cube, { tests, priors: 0.001 }).decode(
      { outcomes: outcomesOf(9, []) },
      never,
    );
    const with1 = calls.map((one) => ({ ...one, ct: { posteriorWithout: 0.5, own: null } }));
    expect(expectedMisses(with1)!.per100000).toBeCloseTo(50_000, 6);
  });
});
