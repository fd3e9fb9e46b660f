import { expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { prepareDecoder } from './decoder.js';
import { evidenceFloor } from './evidence-floor.js';
import { simulateBatch } from './simulated-batch.js';
import { marginalsOf, never, outcomesOf } from './spec-support/reference.js';

const tests = { sensitivity: 0.95, specificity: 0.99 };

it('4. 27-cube: the chances of all 512 outcomes sum to 1, and posteriors weigh out to the prior', () => {
  const decoder = prepareDecoder(builtInDesign('hypercube-3^3'), { tests, priors: 0.01 });
  let sum = 0;
  let prior = 0;
  for (let y = 0; y < 512; y += 1) {
    const decoded = decoder.decode(
      {
        outcomes: outcomesOf(
          9,
          [...Array(9).keys()].filter((t) => (y & (1 << t)) !== 0),
        ),
      },
      never,
    );
    sum += Math.exp(decoded.logEvidence!);
    prior += Math.exp(decoded.logEvidence!) * marginalsOf(decoded)[13]!;
  }
  expect(sum).toBeCloseTo(1, 12);
  expect(prior).toBeCloseTo(0.01, 12);
});

// in each tenth the share of true positives is what the posteriors say, within 4.5 standard errors
it.each([
  ['hypercube-3^4', 0.02, 2500],
  ['hyper-96x16-q2', 0.02, 2100],
  ['rs-384x48', 0.004, 530],
  ['triples-961x93', 0.003, 210],
] as const)(
  '4. %s: posteriors are calibrated over 200,000 specimens',
  { timeout: 120_000 },
  (id, p, batches) => {
    const design = builtInDesign(id);
    const decoder = prepareDecoder(design, { tests, priors: p });
    const random = seeded(`calibration ${id}`);
    const bins = Array.from({ length: 10 }, () => ({ said: 0, spread: 0, were: 0 }));
    let said = 0;
    let were = 0;
    let unanswered = 0;
    const priors = new Float64Array(design.specimens).fill(p);
    for (let batch = 0; batch < batches; batch += 1) {
      const { truth, outcomes } = simulateBatch(design, priors, tests, random);
      const decoded = decoder.decode({ outcomes }, never);
      if (decoded.kind !== 'posterior') {
        unanswered += 1;
        continue;
      }
      for (const { specimen, posterior } of decoded.calls) {
        const positive = truth.includes(specimen) ? 1 : 0;
        const bin = bins[Math.min(9, Math.floor(posterior! * 10))]!;
        bin.said += posterior!;
        bin.spread += posterior! * (1 - posterior!);
        bin.were += positive;
        said += posterior!;
        were += positive;
      }
    }
    expect(unanswered / batches).toBeLessThan(0.1);
    for (const bin of bins)
      expect(Math.abs(bin.said - bin.were)).toBeLessThan(4.5 * Math.sqrt(bin.spread) + 0.03 * bin.said + 1);
    expect(Math.abs(said - were)).toBeLessThan(4.5 * Math.sqrt(said) + 1);
  },
);

it('4. readings below the 0.1 % predictive quantile raise an alert, the usual ones do not', () => {
  const design = builtInDesign('hypercube-3^3');
  const evidenceFloorFound = evidenceFloor(design, { tests, priors: 0.001 }, 5000, 'floor');
  const decoder = prepareDecoder(design, { tests, priors: 0.001, evidenceFloor: evidenceFloorFound });
  expect(decoder.decode({ outcomes: outcomesOf(9, [0, 3, 6]) }, never).alerts).toEqual([]);
  expect(decoder.decode({ outcomes: outcomesOf(9, [0, 1, 2, 5]) }, never).alerts).toContain(
    'improbable-readings',
  );
});
