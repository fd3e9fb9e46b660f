import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolOutcome } from '../../pool-design/pool-design.js';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import type { CtModel } from './ct/ct-model.js';
import type { CtReading } from './ct/ct-reading.js';
import { simulateCts } from './ct/simulated-cts.js';
import { prepareDecoder } from './decoder.js';
import { designOf, never } from './spec-support/reference.js';

const model: CtModel = {
  efficiency: 0.95,
  shift: 5,
  sigma: 0.7,
  cutoff: 40,
  loads: { mean: 26, deviation: 4 },
};
const tests = { sensitivity: 0.95, specificity: 0.99 };
const detected = (ct: number): CtReading => ({ kind: 'detected', ct });
const undetected: CtReading = { kind: 'undetected' };

describe('11. Ct in the decode', () => {
  it(
    'a negative with Ct is a negative without: any design, noise, decoder, budget and values',
    { timeout: 60_000 },
    () => {
      const reading = fc.oneof(
        fc.constant(undetected),
        fc.constant<CtReading>({ kind: 'missing' }),
        fc.constant<CtReading>({ kind: 'failed-control' }),
        fc.double({ min: 10, max: 45, noNaN: true }).map(detected),
      );
      const batch = fc.integer({ min: 1, max: 8 }).chain((m) =>
        fc.tuple(
          fc.array(fc.uniqueArray(fc.integer({ min: 0, max: m - 1 }), { maxLength: m }), {
            minLength: 1,
            maxLength: 12,
          }),
          fc.array(fc.constantFrom<PoolOutcome>('negative', 'positive', 'erased'), {
            minLength: m,
            maxLength: m,
          }),
          fc.array(reading, { minLength: m, maxLength: m }),
        ),
      );
      const settings = fc.record({
        priors: fc.constantFrom(0, 1e-5, 0.01, 0.3),
        method: fc.constantFrom('auto', 'exact', 'search', 'combinatorial'),
        missesPer100000: fc.constantFrom(0, 1, 1000, 100_000),
        tolerated: fc.constantFrom(0, 1, 2),
        workLimit: fc.constantFrom(0, 50, 1e6),
        cutoff: fc.constantFrom(25, 37, 40),
        master: fc.constantFrom<PoolOutcome>('erased', 'erased', 'negative', 'positive'),
      });
      let negatives = 0;
      fc.assert(
        fc.property(batch, settings, ([rows, outcomes, cts], { cutoff, master, ...rest }) => {
          const decoder = prepareDecoder(designOf('any', outcomes.length, rows), {
            ...rest,
            tests,
            ct: { ...model, cutoff },
          });
          const plain = decoder.decode({ outcomes, master }, never);
          const withCt = decoder.decode({ outcomes, cts, master }, never);
          withCt.calls.forEach(({ call, ct }, i) => {
            expect(ct).not.toBeNull();
            if (call !== 'negative') return;
            negatives += 1;
            expect(plain.calls[i]!.call).toBe('negative');
          });
        }),
        { numRuns: 4000, seed: 11 },
      );
      expect(negatives).toBeGreaterThan(1000);
    },
  );

  // 0 and 3 share no pool, 1 and 2 join them crosswise: {0, 3} and {1, 2} explain the same four pools
  const square = designOf('square', 4, [
    [0, 1],
    [0, 3],
    [2, 1],
    [2, 3],
  ]);
  it('tells apart what outcomes cannot: whose pools agree', () => {
    const decoder = prepareDecoder(square, { tests, priors: 0.01, ct: model });
    const outcomes = Array<PoolOutcome>(4).fill('positive');
    const plain = decoder.decode({ outcomes }, never);
    for (const { posterior, reason } of plain.calls)
      expect([posterior! > 0.4, reason]).toEqual([true, 'tied']);
    const cts = [26, 26.5, 33, 32.6].map(detected);
    const { calls, best, ct, alerts } = decoder.decode({ outcomes, cts }, never);
    expect(best).toEqual([0, 3]);
    expect(calls[0]!.posterior).toBeGreaterThan(0.99);
    expect(calls[1]!.posterior).toBeLessThan(0.02);
    expect(calls[1]!.ct!.posteriorWithout).toBe(plain.calls[1]!.posterior);
    expect(calls.map(({ call }) => call)).not.toContain('negative');
    expect(calls[0]!.ct!.own).toBeCloseTo(21.25, 0);
    expect(calls[3]!.ct!.own).toBeCloseTo(27.8, 0);
    expect(calls[1]!.ct!.own).toBeNull();
    expect(ct!.weighedShare).toBeGreaterThan(0.99);
    expect(alerts).toEqual([]);
  });
  it('a sole explainer whose pools disagree raises an alert, and nothing leaves', () => {
    const design = builtInDesign('hypercube-3^3');
    const pools = [...design.poolOf.subarray(design.poolStart[13], design.poolStart[14])];
    const outcomes = Array.from({ length: 9 }, (_, t): PoolOutcome =>
      pools.includes(t) ? 'positive' : 'negative',
    );
    const at = (values: number[]) =>
      outcomes.map((_, t) => (pools.includes(t) ? detected(values[pools.indexOf(t)]!) : undetected));
    const decoder = prepareDecoder(design, { tests, priors: 0.001, ct: model });
    expect(decoder.decode({ outcomes, cts: at([30, 30.6, 29.7]) }, never).alerts).toEqual([]);
    const odd = decoder.decode({ outcomes, cts: at([30, 30.6, 22]) }, never);
    expect(odd.alerts).toContain('inconsistent-ct');
    expect(odd.ct!.inconsistentPools).toContain(pools[2]);
    expect(odd.negativesMayLeave).toBe(false);
    const lax = prepareDecoder(design, { tests, priors: 0.001, ct: { ...model, sigmasApart: 20 } });
    expect(lax.decode({ outcomes, cts: at([30, 30.6, 22]) }, never).alerts).not.toContain('inconsistent-ct');
    // pools of their own dilution: what it explains is no disagreement
    const shift = outcomes.map((_, t) => (t === pools[2] ? 2 : 10));
    const diluted = prepareDecoder(design, { tests, priors: 0.001, ct: { ...model, shift } });
    expect(diluted.decode({ outcomes, cts: at([30, 30.6, 22]) }, never).alerts).toEqual([]);
  });
  it('value and outcome that contradict one another count for nobody and raise an alert', () => {
    const decoder = prepareDecoder(square, { tests, priors: 0.01, ct: model });
    const decoded = decoder.decode(
      {
        outcomes: Array<PoolOutcome>(4).fill('negative'),
        cts: [detected(24), undetected, undetected, undetected],
      },
      never,
    );
    expect(decoded.alerts).toContain('mismatched-ct');
    expect(decoded.ct!.mismatchedPools).toEqual([0]);
    expect(decoded.pools[0]).toBe('erased');
  });
  it('grey pools are weak evidence and no valid reading', () => {
    const decoder = prepareDecoder(square, { tests, priors: 0.01, ct: model });
    const outcomes: PoolOutcome[] = ['positive', 'positive', 'negative', 'negative'];
    const clear = decoder.decode(
      { outcomes, cts: [detected(30), detected(30), undetected, undetected] },
      never,
    );
    const grey = decoder.decode(
      { outcomes, cts: [detected(39), detected(39), undetected, undetected] },
      never,
    );
    expect(clear.calls[0]!.call).toBe('presumptive-positive');
    expect(grey.calls[0]).toMatchObject({ call: 'ambiguous', reason: 'low-evidence', validPools: 0 });
    expect(grey.calls[0]!.posterior).toBeLessThan(clear.calls[0]!.posterior!);
    expect(grey.pools.slice(0, 2)).toEqual(['grey', 'grey']);
  });
  it('Ct values without a model are refused', () => {
    const decoder = prepareDecoder(square, { tests, priors: 0.01 });
    expect(() =>
      decoder.decode(
        { outcomes: Array<PoolOutcome>(4).fill('negative'), cts: [0, 1, 2, 3].map(() => undetected) },
        never,
      ),
    ).toThrow(RangeError);
  });
  it.each(['hypercube-3^4', 'rs-384x48'] as const)(
    '%s: posteriors with Ct keep to the truth, own Ct are near, and more is told apart',
    { timeout: 60_000 },
    (id) => {
      const design = builtInDesign(id);
      const p = id === 'rs-384x48' ? 0.006 : 0.03;
      const priors = new Float64Array(design.specimens).fill(p);
      const far: CtModel = { ...model, cutoff: 44, greyBand: 0 };
      const decoder = prepareDecoder(design, {
        tests: { sensitivity: 0.999, specificity: 0.99 },
        priors,
        ct: far,
      });
      const random = seeded(`ct ${id}`);
      const scores = { plain: 0, withCt: 0 };
      let [said, were, off, owns] = [0, 0, 0, 0];
      for (let batch = 0; batch < 250; batch += 1) {
        const { truth, cts, outcomes } = simulateCts(
          design,
          priors,
          { model: far, specificity: 0.99 },
          random,
        );
        const decoded = decoder.decode({ outcomes, cts }, never);
        if (decoded.kind !== 'posterior') continue;
        const positive = new Map(truth.map(({ specimen, ct }) => [specimen, ct]));
        for (const { specimen, posterior, ct } of decoded.calls) {
          if (posterior! < 0.01 && !positive.has(specimen)) continue;
          const is = positive.has(specimen) ? 1 : 0;
          scores.withCt -= Math.log(Math.max(1e-6, is ? posterior! : 1 - posterior!));
          scores.plain -= Math.log(Math.max(1e-6, is ? ct!.posteriorWithout! : 1 - ct!.posteriorWithout!));
          said += posterior!;
          were += is;
          if (is && ct!.own !== null && posterior! > 0.99) {
            off += Math.abs(ct!.own - positive.get(specimen)!);
            owns += 1;
          }
        }
      }
      expect(scores.withCt).toBeLessThan(scores.plain);
      expect(Math.abs(said - were)).toBeLessThan(4.5 * Math.sqrt(were));
      expect(off / owns).toBeLessThan(model.sigma);
    },
  );
});
