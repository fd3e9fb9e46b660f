import { describe, expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { outcomeOfCt, readCt, readingsOfCts } from './ct/ct-reading.js';
import { weighExplanation } from './ct/weigh-explanation.js';
import { prepareDecoder } from './decoder.js';
import { never, referenceText } from './spec-support/reference.js';

describe('Ct values', () => {
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
    const detected = (ct: number) => outcomeOfCt({ kind: 'detected', ct }, 37);
    expect(detected(37)).toEqual({ outcome: 'positive', trust: 0 });
    expect(detected(37.001).outcome).toBe('negative');
    expect(detected(34)).toEqual({ outcome: 'positive', trust: 1 });
    expect(detected(35.5).trust).toBeCloseTo(0.5);
  });
  it('a signal beyond the cut-off is no valid negative pool', () => {
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
  it('P-BEST: the truth weighs more than one carrier alone, and carriers get a Ct', () => {
    const design = builtInDesign('rs-384x48');
    const cts = referenceText('pbest/exp_two_carriers_ct.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => readCt(line.split(',')[1]!, true, ['0']));
    const model = { efficiency: 1, shift: Math.log2(48), sigma: 1.5 };
    const both = weighExplanation(design, cts, [71, 141], model);
    for (const { ct } of both.specimenCts) expect(ct).toBeGreaterThan(20);
    for (const { ct } of both.specimenCts) expect(ct).toBeLessThan(30);
    const swapped = weighExplanation(design, cts, [71, 142], model);
    expect(swapped.specimenCts[0]!.ct).not.toBeNull();
  });
  it('loads are found again from the pools that they make, for E = 0.9 … 1', () => {
    const design = builtInDesign('hypercube-3^4');
    for (const efficiency of [0.9, 0.95, 1]) {
      const truth = [
        { i: 5, ct: 24 },
        { i: 70, ct: 30 },
      ];
      const cts = Array.from({ length: 12 }, (_, pool) => {
        const load = truth.reduce(
          (sum, { i, ct }) =>
            design.poolOf.subarray(design.poolStart[i], design.poolStart[i + 1]).includes(pool)
              ? sum + (1 + efficiency) ** -ct
              : sum,
          0,
        );
        return load === 0
          ? ({ kind: 'undetected' } as const)
          : ({ kind: 'detected', ct: -Math.log(load) / Math.log(1 + efficiency) + 5 } as const);
      });
      const found = weighExplanation(design, cts, [5, 70], { efficiency, shift: 5, sigma: 0.5 });
      truth.forEach(({ ct }, k) => expect(found.specimenCts[k]!.ct).toBeCloseTo(ct, 3));
      expect(found.inconsistent).toEqual([]);
      const contaminated = cts.map((reading, pool) =>
        pool === design.poolOf[design.poolStart[5]!] ? ({ kind: 'detected', ct: 20 } as const) : reading,
      );
      expect(
        weighExplanation(design, contaminated, [5, 70], { efficiency, shift: 5, sigma: 0.5 }).inconsistent
          .length,
      ).toBeGreaterThan(0);
    }
  });
});
