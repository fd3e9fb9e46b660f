import { expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { prepareDecoder } from './decoder.js';
import { simulateBatch } from './simulated-batch.js';

const tests = { sensitivity: 0.95, specificity: 0.99 };
const cases = [
  ['rs-384x48', 0.03],
  ['triples-961x93', 0.02],
] as const;

/** Batches far beyond the design's capacity: their explanations do not end. */
function hopeless(id: (typeof cases)[number][0], prevalence: number, count: number) {
  const design = builtInDesign(id);
  const priors = new Float64Array(design.specimens).fill(prevalence);
  const random = seeded(`hopeless ${id}`);
  return Array.from({ length: count }, () => simulateBatch(design, priors, tests, random).outcomes);
}

it.each(cases)('%s: a clock that runs out ends the search at its last glance', (id, prevalence) => {
  const settings = { tests, priors: prevalence, workLimit: Infinity, budgetMs: 250 };
  const decoder = prepareDecoder(builtInDesign(id), settings);
  for (const outcomes of hopeless(id, prevalence, 5)) {
    let ms = 0;
    const decoded = decoder.decode({ outcomes }, () => (ms += 1) - 1);
    // a millisecond a glance: after the 250th another one would be late, and none follows
    expect(ms).toBe(251);
    expect(decoded).toMatchObject({ kind: 'budget', negativesMayLeave: false });
  }
});
it.each(cases)(
  '%s: the clock is looked at all the time, and the work alone ends it too',
  (id, prevalence) => {
    const decoder = prepareDecoder(builtInDesign(id), { tests, priors: prevalence, workLimit: 1e6 });
    for (const outcomes of hopeless(id, prevalence, 3)) {
      let glances = 0;
      const now = () => {
        glances += 1;
        return 0;
      };
      expect(decoder.decode({ outcomes }, now).kind).toBe('budget');
      expect(glances).toBeGreaterThan(200);
      expect(glances).toBeLessThan(300);
    }
  },
);
it.each(cases)('%s: on a real clock no more than a tenth is overrun', (id, prevalence) => {
  const budgetMs = 100;
  const decoder = prepareDecoder(builtInDesign(id), {
    tests,
    priors: prevalence,
    workLimit: Infinity,
    budgetMs,
  });
  const took = hopeless(id, prevalence, 6).map((outcomes) => {
    const start = performance.now();
    expect(decoder.decode({ outcomes }, () => performance.now()).kind).toBe('budget');
    return performance.now() - start;
  });
  // the best of six: a busy machine may take the core away from any of them
  expect(Math.min(...took)).toBeLessThan(1.1 * budgetMs);
});
