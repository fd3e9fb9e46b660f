import { describe, expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { apartOf } from './ct/apart.js';
import { prepareComparing } from './ct/compare-pools.js';
import type { CtModel } from './ct/ct-model.js';
import type { CtReading } from './ct/ct-reading.js';
import { simulateCts } from './ct/simulated-cts.js';
import { type CtFault, withFault } from './ct/simulated-fault.js';
import { prepareDecoder } from './decoder.js';
import { designOf, never } from './spec-support/reference.js';

const model: CtModel = {
  efficiency: 0.95,
  shift: 5,
  sigma: 0.7,
  cutoff: 40,
  loads: { mean: 26, deviation: 4 },
};
const detected = (ct: number): CtReading => ({ kind: 'detected', ct });
const of = (...rows: number[][]) => designOf('compared', 1 + Math.max(...rows.flat()), rows);

describe('11. how far apart chance brings the Ct of pools', () => {
  it('one comparison is judged at the named level, more at that of Šidák', () => {
    expect(apartOf(2, 1)).toBe(2);
    // 1 − 0.95^(1/10) = 0.0051162 on both sides
    expect(apartOf(1.959964, 10)).toBeCloseTo(2.7995, 3);
    expect(apartOf(2, 48)).toBeGreaterThan(3.2);
    expect(apartOf(20, 48)).toBeGreaterThan(20);
  });
  it('two pools of one specimen are one comparison: their difference, of √2 σ', () => {
    const two = of([0, 1]);
    const apart = (difference: number) =>
      prepareComparing(two, [30, 30 + difference].map(detected), model)([[0]]);
    expect(apart(1.99 * Math.SQRT2 * model.sigma)).toEqual([]);
    expect(apart(2.01 * Math.SQRT2 * model.sigma)).toEqual([0, 1]);
  });
  it('a pool that nothing can be held against is never apart, whatever its load', () => {
    for (const ct of [8, 25, 44]) {
      expect(prepareComparing(of([0]), [detected(ct)], model)([[0]])).toEqual([]);
      expect(prepareComparing(of([0], [1]), [detected(ct), detected(26)], model)([[0, 1]])).toEqual([]);
    }
  });
  it('dilution is taken off, and a value beyond the cut-off counts', () => {
    const two = of([0, 1]);
    const apart = (cts: number[], shift: number[]) =>
      prepareComparing(two, cts.map(detected), { ...model, shift })([[0]]);
    expect(apart([30, 24], [8, 2])).toEqual([]);
    expect(apart([30, 24], [5, 5])).toEqual([0, 1]);
    expect(apart([36, 41], [5, 5])).toEqual([0, 1]);
  });
  it.each([
    ['six pools of one specimen', [[0, 1, 2, 3, 4, 5]]],
    [
      'two specimens that share two of their pools',
      [
        [0, 1, 2, 3],
        [2, 3, 4, 5],
      ],
    ],
  ])(
    '%s: sound ones are told with a chance of 2 sigma at most, the loads being fitted to them',
    (_name, rows) => {
      const design = of(...rows);
      const random = seeded('alarms');
      const base = 1 + model.efficiency;
      let told = 0;
      const draws = 4000;
      for (let draw = 0; draw < draws; draw += 1) {
        const loads = rows.map(() => random.normal(26, 4));
        const cts = Array.from({ length: design.pools }, (_, pool) => {
          const load = rows.reduce((sum, one, k) => sum + (one.includes(pool) ? base ** -loads[k]! : 0), 0);
          return detected(5 - Math.log(load) / Math.log(base) + random.normal(0, model.sigma));
        });
        if (prepareComparing(design, cts, model)([rows.map((_, k) => k)]).length > 0) told += 1;
      }
      // 4.55 %, and its chance of 4,000 draws; Šidák gives a little away
      expect(told / draws).toBeLessThan(0.0455 + 3 * 0.0033);
      expect(told / draws).toBeGreaterThan(0.025);
    },
  );
});

describe('11. alarms of whole batches', () => {
  const told = (
    id: 'hypercube-3^4' | 'hyper-96x16-q2' | 'rs-384x48',
    p: number,
    fault: CtFault | null,
    batches: number,
  ) => {
    const design = builtInDesign(id);
    const priors = new Float64Array(design.specimens).fill(p);
    const tests = { sensitivity: 0.98, specificity: 0.99 };
    const decoder = prepareDecoder(design, { tests, priors, ct: model });
    const random = seeded(`alarms ${id}`);
    let [alarms, all] = [0, 0];
    while (all < batches) {
      const drawn = simulateCts(design, priors, { model, specificity: 0.99 }, random);
      const read = fault === null ? drawn : withFault(design, drawn, fault, model.cutoff, random);
      if (drawn.truth.length === 0 || read === null) continue;
      const decoded = decoder.decode({ outcomes: read.outcomes, cts: read.cts }, never);
      if (decoded.kind !== 'posterior') continue;
      all += 1;
      if (decoded.alerts.includes('inconsistent-ct')) alarms += 1;
    }
    return alarms / batches;
  };
  // 200 batches at 4.55 %: 10 % is beyond three deviations
  it.each([
    ['hypercube-3^4', 0.02],
    ['hyper-96x16-q2', 0.02],
    ['rs-384x48', 0.005],
  ] as const)('%s: sound batches are seldom told', { timeout: 60_000 }, (id, p) => {
    expect(told(id, p, null, 200)).toBeLessThan(0.1);
  });
  it.each([
    [{ kind: 'contaminated', cycles: 3 }, 0.75],
    [{ kind: 'contaminated', cycles: 5 }, 0.9],
    [{ kind: 'swapped', leastApart: 3 }, 0.9],
  ] as const)('384 × 48: a fault of one pool is found: %j', { timeout: 60_000 }, (fault, least) => {
    expect(told('rs-384x48', 0.005, fault, 80)).toBeGreaterThan(least);
  });
});
