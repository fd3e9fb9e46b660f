import fc from 'fast-check';
import { expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { prepareDecoder } from './decoder.js';
import { limitOfMean } from './mean-of-misses.js';
import { simulateBatch } from './simulated-batch.js';
import { never } from './spec-support/reference.js';

it('keeps the mean and the ceiling, allows what the plain limit allows, and takes equals together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom<number>(0, 1e-7, 1e-6, 8e-6, 2e-5, 1e-4, 3e-3), {
        minLength: 1,
        maxLength: 40,
      }),
      (list) => {
        const posterior = Float64Array.from(list);
        const limit = limitOfMean(posterior, [...list.keys()], 1e-5, 1e-3);
        const called = list.filter((pi) => pi <= limit);
        expect(limit).toBeLessThanOrEqual(1e-3);
        expect(called.length).toBeGreaterThanOrEqual(list.filter((pi) => pi <= 1e-5).length);
        const sum = called.reduce((all, pi) => all + pi, 0);
        expect(sum).toBeLessThanOrEqual(1e-5 * called.length * (1 + 1e-9));
        // the next larger chance would break it
        const next = Math.min(...list.filter((pi) => pi > limit && pi <= 1e-3));
        if (next === Infinity) return;
        const more = list.filter((pi) => pi === next).length;
        expect(sum + next * more).toBeGreaterThan(1e-5 * (called.length + more));
      },
    ),
    { numRuns: 2000, seed: 15 },
  );
});
it('93 × 961 at 1 in 1,000: fewer retests, still at most 1 expected miss among 100,000, never too few negative pools', () => {
  const design = builtInDesign('triples-961x93');
  const settings = { tests: { sensitivity: 0.95, specificity: 0.99 }, priors: 0.001 };
  const each = prepareDecoder(design, settings);
  const mean = prepareDecoder(design, { ...settings, missesAre: 'mean' });
  const random = seeded('mean of misses');
  const priors = new Float64Array(design.specimens).fill(0.001);
  let [eachNegative, meanNegative] = [0, 0];
  for (let batch = 0; batch < 100; batch += 1) {
    const { outcomes } = simulateBatch(design, priors, settings.tests, random);
    eachNegative += each.decode({ outcomes }, never).calls.filter(({ call }) => call === 'negative').length;
    const negatives = mean.decode({ outcomes }, never).calls.filter(({ call }) => call === 'negative');
    meanNegative += negatives.length;
    expect(negatives.every(({ negativePools }) => negativePools >= 2)).toBe(true);
    const expected = negatives.reduce((sum, { posterior }) => sum + posterior!, 0);
    expect(expected).toBeLessThanOrEqual(1e-5 * negatives.length * (1 + 1e-9));
  }
  expect(meanNegative).toBeGreaterThan(1.01 * eachNegative);
});
