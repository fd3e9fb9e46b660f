import { expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { simulateCts } from './ct/simulated-cts.js';
import { prepareDecoder } from './decoder.js';
import { simulateBatch } from './simulated-batch.js';
import { never, outcomesOf } from './spec-support/reference.js';

const tests = { sensitivity: 0.95, specificity: 0.99 };

it('10. 93 × 961 at 1 in 100,000: chances stay chances', () => {
  const decoder = prepareDecoder(builtInDesign('triples-961x93'), { tests, priors: 1e-5 });
  const decoded = decoder.decode({ outcomes: outcomesOf(93, [0, 40, 80]) }, never);
  expect(decoded.kind).toBe('posterior');
  expect(Number.isFinite(decoded.logEvidence)).toBe(true);
  expect(decoded.calls.every(({ posterior }) => posterior! >= 0 && posterior! <= 1)).toBe(true);
});
it('10. an exact posterior survives 40 positive pools at 1 in 10^12', { timeout: 30_000 }, () => {
  const design = builtInDesign('array-16x24');
  const decoder = prepareDecoder(design, {
    tests: { sensitivity: 1, specificity: 1 },
    priors: 1e-12,
    method: 'exact',
  });
  const decoded = decoder.decode({ outcomes: outcomesOf(40, [...Array(40).keys()]) }, never);
  expect(decoded.kind).toBe('posterior');
  expect(decoded.calls.reduce((sum, { posterior }) => sum + posterior!, 0)).toBeCloseTo(24, 6);
});
it.each(['rs-384x48', 'hyper-96x16-q2'] as const)(
  '10. %s: the same bytes from any decoder in any order',
  (id) => {
    const design = builtInDesign(id);
    const random = seeded('bytes');
    const priors = new Float64Array(design.specimens).fill(0.004);
    const batches = Array.from({ length: 40 }, () => simulateBatch(design, priors, tests, random).outcomes);
    const first = prepareDecoder(design, { tests, priors });
    const wanted = batches.map((outcomes) => JSON.stringify(first.decode({ outcomes }, never)));
    const second = prepareDecoder(design, { tests, priors });
    for (const k of random.shuffle([...batches.keys()]))
      expect(JSON.stringify(second.decode({ outcomes: batches[k]! }, never))).toBe(wanted[k]);
  },
);

it('10. the same bytes with Ct values too, after any other batch', () => {
  const design = builtInDesign('rs-384x48');
  const model = { efficiency: 0.95, shift: 5.6, sigma: 0.7, cutoff: 40, loads: { mean: 26, deviation: 4 } };
  const random = seeded('bytes of Ct');
  const priors = new Float64Array(design.specimens).fill(0.004);
  const batches = Array.from({ length: 30 }, () =>
    simulateCts(design, priors, { model, specificity: 0.99 }, random),
  );
  const first = prepareDecoder(design, { tests, priors, ct: model });
  const wanted = batches.map(({ outcomes, cts }) => JSON.stringify(first.decode({ outcomes, cts }, never)));
  const second = prepareDecoder(design, { tests, priors, ct: model });
  for (const k of random.shuffle([...batches.keys()])) {
    const { outcomes, cts } = batches[k]!;
    second.decode({ outcomes }, never);
    expect(JSON.stringify(second.decode({ outcomes, cts }, never))).toBe(wanted[k]);
  }
});
