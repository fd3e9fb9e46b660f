import { expect, it } from 'vitest';
import { seeded } from '../../random/seeded.js';
import { prepareDecoder } from './decoder.js';
import { designOf, marginalsOf, never } from './spec-support/reference.js';

it('another negative pool never raises its members, an erased pool is as if it were not there', () => {
  const random = seeded('more information');
  const tests = { sensitivity: 0.93, specificity: 0.97 };
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
