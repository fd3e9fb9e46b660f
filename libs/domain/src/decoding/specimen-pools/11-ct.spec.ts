import { describe, expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { prepareComparing } from './ct/compare-pools.js';
import { efficiencyOfSlope, type CtModel } from './ct/ct-model.js';
import { outcomeOfCt, readCt, readingsOfCts, softenByCts, type CtReading } from './ct/ct-reading.js';
import { prepareWeighing } from './ct/weigh-explanation.js';
import { prepareDecoder } from './decoder.js';
import { designOf, never, referenceText } from './spec-support/reference.js';

const model: CtModel = {
  efficiency: 1,
  shift: 5,
  sigma: 0.5,
  cutoff: 40,
  loads: { mean: 27, deviation: 5 },
};
const detected = (ct: number): CtReading => ({ kind: 'detected', ct });
const undetected: CtReading = { kind: 'undetected' };

/** ln of ∫ Π_k N(x_k; mean, deviation²) Π_t N(own_t; f_t(x), sigma²) dx by the rectangle rule, but for (n/2) ln 2π. */
function byQuadrature(owns: number[], membersOf: number[][], unknowns: number): number {
  const { loads, sigma } = model;
  const steps = 400;
  const width = (16 * loads.deviation) / steps;
  const at = (k: number) => loads.mean - 8 * loads.deviation + (k + 0.5) * width;
  let total = 0;
  const go = (x: number[]): void => {
    if (x.length < unknowns) {
      for (let k = 0; k < steps; k += 1) go([...x, at(k)]);
      return;
    }
    let log = -unknowns * Math.log(loads.deviation * Math.sqrt(2 * Math.PI)) - owns.length * Math.log(sigma);
    for (const one of x) log -= ((one - loads.mean) / loads.deviation) ** 2 / 2;
    owns.forEach((own, t) => {
      const expected = -Math.log2(membersOf[t]!.reduce((sum, k) => sum + 2 ** -x[k]!, 0));
      log -= ((own - expected) / sigma) ** 2 / 2;
    });
    total += Math.exp(log) * width ** unknowns;
  };
  go([]);
  return Math.log(total);
}
const alone = (owns: number[]): number =>
  owns.reduce((sum, own) => {
    const variance = model.loads.deviation ** 2 + model.sigma ** 2;
    return sum - (own - model.loads.mean) ** 2 / (2 * variance) - Math.log(variance) / 2;
  }, 0);

describe('11. Ct values are read', () => {
  it('not detected, blank and a failed control are never one another', () => {
    expect(readCt('0', true, ['0'])).toEqual({ kind: 'undetected' });
    expect(readCt('', true, ['0'])).toEqual({ kind: 'missing' });
    expect(readCt('31.2', false, ['0'])).toEqual({ kind: 'failed-control' });
    expect(readCt('Undetermined', true, ['Undetermined'])).toEqual({ kind: 'undetected' });
    for (const nonsense of ['0', '-1', 'NaN', '1e9', 'Infinity', 'neg'])
      expect(() => readCt(nonsense, true, ['Undetermined'])).toThrow(RangeError);
    expect(outcomeOfCt({ kind: 'undetected' }, 37).outcome).toBe('negative');
    expect(outcomeOfCt({ kind: 'missing' }, 37).outcome).toBe('erased');
    expect(outcomeOfCt({ kind: 'failed-control' }, 37).outcome).toBe('erased');
  });
  it('at the cut-off a reading is positive and says nothing, three cycles away it says all', () => {
    const at = (ct: number) => outcomeOfCt(detected(ct), 37);
    expect(at(37)).toEqual({ outcome: 'positive', trust: 0 });
    expect(at(37.001).outcome).toBe('negative');
    expect(at(34)).toEqual({ outcome: 'positive', trust: 1 });
    expect(at(35.5).trust).toBeCloseTo(0.5);
  });
  it('a signal shortly beyond the cut-off is no valid negative pool', () => {
    const design = builtInDesign('hypercube-3^3');
    const cts = Array.from({ length: 9 }, () => readCt('38', true, []));
    const decoder = prepareDecoder(design, {
      tests: { sensitivity: 0.95, specificity: 0.99 },
      priors: 0.001,
    });
    const decoded = decoder.decode(readingsOfCts(cts, 37), never);
    expect(decoded.calls.every(({ call, reason }) => call === 'ambiguous' && reason === 'low-evidence')).toBe(
      true,
    );
  });
  it('beside outcomes they soften, and erase what contradicts its value; they never make a negative or positive', () => {
    const given = ['negative', 'negative', 'negative', 'negative', 'positive', 'positive', 'erased'] as const;
    const cts = [
      undetected,
      { kind: 'missing' },
      { kind: 'failed-control' },
      detected(25),
      undetected,
      detected(38.5),
      detected(20),
    ] as const;
    expect(softenByCts(given, cts, model)).toEqual({
      outcomes: ['negative', 'erased', 'erased', 'erased', 'erased', 'positive', 'erased'],
      grey: [{ pool: 5, trust: 0.5 }],
      mismatched: [1, 2, 3, 4],
    });
    expect(() => softenByCts(given, cts.slice(1), model)).toThrow(RangeError);
    expect(() => softenByCts(['positive'], [detected(0)], model)).toThrow(RangeError);
  });
  it('a slope of −3.32 is E = 1; others below; a slope that cannot be is refused', () => {
    expect(efficiencyOfSlope(-1 / Math.log10(2))).toBeCloseTo(1, 12);
    expect(efficiencyOfSlope(-3.6)).toBeCloseTo(0.8957, 4);
    for (const slope of [0, 3.3, -2.5, Number.NaN])
      expect(() => efficiencyOfSlope(slope)).toThrow(RangeError);
  });
});

describe('11. Ct values weigh explanations', () => {
  const pools = (...rows: number[][]) => designOf('ct', 1 + Math.max(...rows.flat()), rows);
  it('a sole explainer: exactly the integral over its load', () => {
    const weigh = prepareWeighing(pools([0, 1, 2]), [31, 32, 31.4].map(detected), model);
    const owns = [26, 27, 26.4];
    expect(weigh([0]).logFactor).toBeCloseTo(byQuadrature(owns, [[0], [0], [0]], 1) - alone(owns), 6);
    expect(weigh([0]).specimenCts[0]!.ct).toBeCloseTo(26.47, 1);
    expect(weigh([]).logFactor).toBeCloseTo(0, 12);
  });
  it('one pool alone says nothing, whatever its Ct', () => {
    for (const ct of [20, 32, 36.9])
      expect(prepareWeighing(pools([0]), [detected(ct)], model)([0]).logFactor).toBeCloseTo(0, 9);
  });
  it('two that share a pool: within 0.1 of the integral over both loads', () => {
    const weigh = prepareWeighing(pools([0, 1], [1, 2]), [30, 28.5, 29].map(detected), model);
    const owns = [25, 23.5, 24];
    const wanted = byQuadrature(owns, [[0], [0, 1], [1]], 2) - alone(owns);
    expect(Math.abs(weigh([0, 1]).logFactor - wanted)).toBeLessThan(0.1);
  });
  it('P-BEST: the truth weighs more than one carrier with a neighbour, and carriers get a Ct', () => {
    const cts = referenceText('pbest/exp_two_carriers_ct.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => readCt(line.split(',')[1]!, true, ['0']));
    const weigh = prepareWeighing(builtInDesign('rs-384x48'), cts, {
      ...model,
      shift: Math.log2(48),
      sigma: 1.5,
    });
    const both = weigh([71, 141]);
    for (const { ct } of both.specimenCts) expect(ct).toBeGreaterThan(20);
    for (const { ct } of both.specimenCts) expect(ct).toBeLessThan(30);
    expect(both.logFactor).toBeGreaterThan(weigh([71, 142]).logFactor + 3);
  });
  it('loads are found again from the pools that they make, for E = 0.9 … 1 and pools of their own dilution', () => {
    const design = builtInDesign('hypercube-3^4');
    const shift = Array.from({ length: 12 }, (_, pool) => 3 + pool / 4);
    for (const efficiency of [0.9, 0.95, 1]) {
      const truth = [
        { i: 5, ct: 24 },
        { i: 70, ct: 30 },
      ];
      const cts = Array.from({ length: 12 }, (_, pool): CtReading => {
        const load = truth.reduce(
          (sum, { i, ct }) =>
            design.poolOf.subarray(design.poolStart[i], design.poolStart[i + 1]).includes(pool)
              ? sum + (1 + efficiency) ** -ct
              : sum,
          0,
        );
        return load === 0 ? undetected : detected(-Math.log(load) / Math.log(1 + efficiency) + shift[pool]!);
      });
      const flat = { ...model, efficiency, shift, loads: { mean: 27, deviation: 1000 } };
      const found = prepareWeighing(design, cts, flat)([5, 70]);
      truth.forEach(({ ct }, k) => expect(found.specimenCts[k]!.ct).toBeCloseTo(ct, 3));
      expect(prepareComparing(design, cts, flat)([[5, 70]])).toEqual([]);
      const contaminated = cts.with(design.poolOf[design.poolStart[5]!]!, detected(20));
      expect(prepareComparing(design, contaminated, flat)([[5, 70]])).toContain(
        design.poolOf[design.poolStart[5]!],
      );
    }
  });
  it('refuses a model that cannot be', () => {
    const design = pools([0]);
    for (const bad of [
      { efficiency: 0 },
      { efficiency: 1.1 },
      { sigma: 0 },
      { sigma: Number.NaN },
      { cutoff: 0 },
      { shift: -1 },
      { shift: [1, 2] },
      { loads: { mean: 27, deviation: 0 } },
      { greyBand: -1 },
      { sigmasApart: 0 },
    ])
      expect(() => prepareWeighing(design, [undetected], { ...model, ...bad })).toThrow(RangeError);
  });
});
