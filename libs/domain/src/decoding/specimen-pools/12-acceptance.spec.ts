import { expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { simulateAcceptance } from './acceptance.js';

// 1,000 batches here, 10,000 in `npm run prove -- decoding`: three standard errors of grace
it.each([
  ['rs-384x48', 2, 0.99, 0.13],
  ['triples-961x93', 1, 0.98, 0.105],
] as const)(
  '12. %s at 1 in 1,000, e = %i: sensitivity and tests a person of COMP(e)',
  { timeout: 60_000 },
  (id, tolerated, sensitivity, testsPerPerson) => {
    const found = simulateAcceptance({
      design: builtInDesign(id),
      test: { sensitivity: 0.95, specificity: 0.99 },
      prevalence: 0.001,
      tolerated,
      method: 'combinatorial',
      batches: 1000,
      seed: `acceptance ${id}`,
    });
    const grace = 3 * Math.sqrt((sensitivity * (1 - sensitivity)) / found.positives);
    expect(found.unsafe).toBe(0);
    expect(found.sensitivity).toBeGreaterThanOrEqual(sensitivity - grace);
    expect(found.testsPerPerson).toBeLessThanOrEqual(testsPerPerson);
  },
);
