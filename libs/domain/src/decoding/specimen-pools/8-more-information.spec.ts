import { describe, expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { prepareDecoder } from './decoder.js';
import { simulateBatch } from './simulated-batch.js';
import { designOf, marginalsOf, never } from './spec-support/reference.js';

const tests = { sensitivity: 0.93, specificity: 0.97 };

describe('8. adding information', () => {
  it('another negative pool never raises its members, an erased pool is as if it were not in the design', () => {
    const random = seeded('more information');
    for (let round = 0; round < 400; round += 1) {
      const n = 3 + random.int(8);
      const m = 2 + random.int(5);
      const rows = Array.from({ length: n }, () => [...Array(m).keys()].filter(() => random.int(2) === 0));
      const members = [...Array(n).keys()].filter(() => random.int(2) === 0);
      const more = rows.map((pools, i) => (members.includes(i) ? [...pools, m] : pools));
      const priors = rows.map(() => random.next() * 0.3);
      const outcomes = Array.from({ length: m }, () =>
        random.pick(['negative', 'positive', 'erased'] as const),
      );
      const before = marginalsOf(
        prepareDecoder(designOf('before', m, rows), { tests, priors }).decode({ outcomes }, never),
      );
      const wider = prepareDecoder(designOf('wider', m + 1, more), { tests, priors });
      const negative = marginalsOf(wider.decode({ outcomes: [...outcomes, 'negative'] }, never));
      const erased = marginalsOf(wider.decode({ outcomes: [...outcomes, 'erased'] }, never));
      for (const i of members) expect(negative[i]).toBeLessThanOrEqual(before[i]! + 1e-12);
      before.forEach((value, i) => expect(erased[i]).toBeCloseTo(value, 10));
    }
  });
  it.each([
    ['hypercube-3^3', 0.02, 1e-12],
    ['hypercube-3^4', 0.02, 1e-12],
    ['array-8x12', 0.02, 1e-12],
    ['hyper-96x16-q2', 0.02, 1e-12],
    // sums over listed explanations are near, not exact (docs/branch-and-bound.md)
    ['rs-384x48', 0.003, 1e-3],
    ['triples-961x93', 0.001, 1e-3],
  ] as const)('%s: an erased pool that comes back negative', { timeout: 60_000 }, (id, p, grace) => {
    const design = builtInDesign(id);
    const random = seeded(`more ${id}`);
    const priors = new Float64Array(design.specimens).fill(p);
    const decoder = prepareDecoder(design, { tests, priors });
    let compared = 0;
    for (let batch = 0; batch < 60; batch += 1) {
      const { outcomes } = simulateBatch(design, priors, tests, random);
      const pool = random.int(design.pools);
      const erased = decoder.decode({ outcomes: outcomes.with(pool, 'erased') }, never);
      const negative = decoder.decode({ outcomes: outcomes.with(pool, 'negative') }, never);
      if (erased.kind !== 'posterior' || negative.kind !== 'posterior') continue;
      for (let at = design.specimenStart[pool]!; at < design.specimenStart[pool + 1]!; at += 1) {
        const i = design.specimenOf[at]!;
        expect(negative.calls[i]!.posterior!).toBeLessThanOrEqual(erased.calls[i]!.posterior! + grace);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
