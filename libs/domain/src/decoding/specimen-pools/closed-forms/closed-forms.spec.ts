import { describe, expect, it } from 'vitest';
import { dorfmanDesign } from '../../../pool-design/dorfman.js';
import { hierarchicalDesign } from '../../../pool-design/hierarchical-design.js';
import type { PoolDesign, PoolOutcome } from '../../../pool-design/pool-design.js';
import { seeded, type SeededRandom } from '../../../random/seeded.js';
import { prepareDecoder } from '../decoder.js';
import { designOf, marginalsOf, never } from '../spec-support/reference.js';
import { sensitivityTable, type SensitivityByPositives } from './count-likelihood.js';
import { nestPools } from './nest-pools.js';

const rowsOf = (design: PoolDesign): number[][] =>
  Array.from({ length: design.specimens }, (_, i) => [
    ...design.poolOf.subarray(design.poolStart[i], design.poolStart[i + 1]),
  ]);

/** All 2^n sets, one after the other, each pool's chance by the number of its positives. */
function byHand(
  rows: number[][],
  priors: number[],
  outcomes: readonly PoolOutcome[],
  table: SensitivityByPositives,
  specificity: number,
): number[] {
  const sums = priors.map(() => 0);
  let total = 0;
  for (let set = 0; set < 2 ** priors.length; set += 1) {
    const positive = priors.map((_, i) => (set >> i) & 1);
    let chance = priors.reduce((product, p, i) => product * (positive[i] ? p : 1 - p), 1);
    outcomes.forEach((outcome, pool) => {
      if (outcome === 'erased') return;
      const count = rows.filter((pools, i) => positive[i] === 1 && pools.includes(pool)).length;
      const seen = count === 0 ? 1 - specificity : table[pool]![count - 1]!;
      chance *= outcome === 'positive' ? seen : 1 - seen;
    });
    total += chance;
    positive.forEach((is, i) => (sums[i]! += is ? chance : 0));
  }
  return sums.map((sum) => sum / total);
}
const diluting = (design: PoolDesign, random: SeededRandom): SensitivityByPositives =>
  sensitivityTable(design, (size, positives) =>
    Math.min(1, 0.5 + 0.4 * random.next() + positives / (10 * size)),
  );
const someOutcomes = (pools: number, random: SeededRandom): PoolOutcome[] =>
  Array.from({ length: pools }, () => random.pick(['negative', 'positive', 'erased'] as const));

describe('3. closed forms and lattice with Se(k, j positives), against all sets', () => {
  it.each([
    ['one swab pool', () => dorfmanDesign(10, 10)],
    ['Dorfman', () => dorfmanDesign(11, 4)],
    ['three stages', () => hierarchicalDesign(10, [6, 3, 1])],
    ['halves', () => hierarchicalDesign(8, [8, 4, 2, 1])],
    [
      'array 3 × 4 on the lattice',
      () =>
        designOf(
          'a',
          7,
          [...Array(12).keys()].map((i) => [i % 3, 3 + Math.floor(i / 3)]),
        ),
    ],
  ] as const)('%s', (_name, make) => {
    const random = seeded(_name);
    const design = make();
    for (let round = 0; round < 25; round += 1) {
      const priors = Array.from({ length: design.specimens }, () => random.next() * 0.5);
      const table = diluting(design, random);
      const outcomes = someOutcomes(design.pools, random);
      const decoder = prepareDecoder(design, {
        tests: { sensitivity: 0.9, specificity: 0.97 },
        priors,
        sensitivityByPositives: table,
      });
      const decoded = decoder.decode({ outcomes }, never);
      expect([decoded.kind, decoded.method]).toEqual(['posterior', 'exact']);
      byHand(rowsOf(design), priors, outcomes, table, 0.97).forEach((pi, i) =>
        expect(Math.abs(marginalsOf(decoded)[i]! - pi)).toBeLessThan(1e-9),
      );
    }
  });
  it('a sensitivity that does not count gives the posteriors of the elimination, on 1,000 people too', () => {
    const random = seeded('flat');
    for (const design of [dorfmanDesign(1000, 32), hierarchicalDesign(128, [64, 8, 1])]) {
      const priors = Array.from({ length: design.specimens }, () => random.next() * 0.05);
      const tests = { sensitivity: 0.93, specificity: 0.98 };
      const outcomes = someOutcomes(design.pools, random);
      const counted = prepareDecoder(design, {
        tests,
        priors,
        sensitivityByPositives: sensitivityTable(design, () => 0.93),
      }).decode({ outcomes }, never);
      const plain = prepareDecoder(design, { tests, priors }).decode({ outcomes }, never);
      marginalsOf(plain).forEach((pi, i) => expect(marginalsOf(counted)[i]).toBeCloseTo(pi, 10));
      expect(counted.logEvidence).toBeCloseTo(plain.logEvidence!, 8);
    }
  });
  it('a positive pool that shows more of more positives makes two likelier than one', () => {
    const design = dorfmanDesign(10, 10);
    const at = (se: (positives: number) => number) =>
      prepareDecoder(design, {
        tests: { sensitivity: 0.8, specificity: 1 },
        priors: 0.1,
        sensitivityByPositives: sensitivityTable(design, (_, j) => se(j)),
      }).decode({ outcomes: ['positive'] }, never).calls[0]!.posterior!;
    expect(at((j) => (j === 1 ? 0.5 : 1))).toBeGreaterThan(at(() => 0.8));
  });
  it('is refused where states would have to count, with load classes and for a search', () => {
    const tests = { sensitivity: 0.9, specificity: 0.97 };
    const wide = designOf(
      'w',
      10,
      [...Array(25).keys()].map((i) => [i % 5, 5 + Math.floor(i / 5)]),
    );
    const ask = (design: PoolDesign, more: object) => () =>
      prepareDecoder(design, {
        tests,
        priors: 0.01,
        sensitivityByPositives: sensitivityTable(design, () => 0.9),
        ...more,
      });
    expect(ask(wide, {})).toThrow(RangeError);
    expect(ask(dorfmanDesign(10, 5), { method: 'search' })).toThrow(RangeError);
    expect(ask(dorfmanDesign(10, 5), { loads: { highShare: 0.5, activation: 0.5 } })).toThrow(RangeError);
    expect(ask(dorfmanDesign(10, 5), { sensitivityByPositives: [[1], [1]] })).toThrow(RangeError);
    expect(
      ask(dorfmanDesign(10, 5), { sensitivityByPositives: [Array(5).fill(2), Array(5).fill(1)] }),
    ).toThrow(RangeError);
  });
});

describe('pools that are nested', () => {
  it('are found, and others are not', () => {
    expect(nestPools(hierarchicalDesign(4, [4, 2, 1]))![0]!.parts).toHaveLength(2);
    expect(nestPools(dorfmanDesign(10, 5))).toHaveLength(2);
    expect(nestPools(designOf('x', 2, [[0], [0, 1], [1]]))).toBeNull();
    expect(nestPools(designOf('unpooled', 1, [[], [0]]))).toHaveLength(1);
  });
});

describe('calls of stages', () => {
  const design = hierarchicalDesign(4, [4, 2, 1]);
  const tests = { sensitivity: 0.95, specificity: 0.99 };
  const decoder = prepareDecoder(design, { tests, priors: 0.01 });
  const [p, n, x] = ['positive', 'negative', 'erased'] as const;
  it('go from the whole to the single test; what is not tested yet is ambiguous', () => {
    const calls = (outcomes: PoolOutcome[]) =>
      decoder.decode({ outcomes }, never).calls.map(({ call }) => call);
    expect(calls([n, x, x, x, x, x, x])).toEqual(Array(4).fill('negative'));
    expect(calls([p, x, x, x, x, x, x])).toEqual(Array(4).fill('ambiguous'));
    expect(calls([p, p, n, x, x, x, x])).toEqual(['ambiguous', 'ambiguous', 'negative', 'negative']);
    expect(calls([p, p, n, p, n, x, x])).toEqual([
      'presumptive-positive',
      'negative',
      'negative',
      'negative',
    ]);
  });
  it('a positive single test is never overruled by the pool above it', () => {
    const decoded = decoder.decode({ outcomes: [n, x, x, p, x, x, x] }, never);
    expect(decoded.calls.map(({ call }) => call)).toEqual(['ambiguous', 'negative', 'negative', 'negative']);
    expect(decoded.negativesMayLeave).toBe(false);
  });
});
