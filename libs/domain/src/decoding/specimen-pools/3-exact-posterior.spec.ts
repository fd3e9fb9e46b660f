import { describe, expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { prepareDecoder } from './decoder.js';
import { latticePosterior } from './exact/lattice.js';
import { nestedPosterior } from './exact/nested-pools.js';
import {
  designOf,
  marginalsOf,
  never,
  outcomesOf,
  reference,
  type GoldenExact,
} from './spec-support/reference.js';

type Small = Omit<GoldenExact, 'cases'> & GoldenExact['cases'][number];
const near = (found: readonly number[], wanted: readonly number[]): number =>
  Math.max(...wanted.map((value, i) => Math.abs(value - found[i]!)));
const bits = (list: readonly number[]) => list.reduce((mask, i) => mask | (1 << i), 0);

/** All 2^n sets, the chances of two load classes with every subset of a low load's pools. */
function byHand(
  rows: number[][],
  priors: number[],
  l0: number[],
  l1: number[],
  high = 1,
  active = 1,
): number[] {
  let states = new Map<number, { all: number; with: number[] }>([[0, { all: 1, with: priors.map(() => 0) }]]);
  rows.forEach((pools, i) => {
    const next: typeof states = new Map();
    const add = (z: number, from: { all: number; with: number[] }, chance: number, positive: boolean) => {
      const to = next.get(z) ?? { all: 0, with: priors.map(() => 0) };
      to.all += from.all * chance;
      from.with.forEach((value, j) => (to.with[j]! += (j === i && positive ? from.all : value) * chance));
      next.set(z, to);
    };
    for (const [z, value] of states) {
      add(z, value, 1 - priors[i]!, false);
      add(z | bits(pools), value, priors[i]! * high, true);
      for (let s = 0; s < 2 ** pools.length && high < 1; s += 1) {
        const on = pools.filter((_, k) => (s & (1 << k)) !== 0);
        const chance = active ** on.length * (1 - active) ** (pools.length - on.length);
        add(z | bits(on), value, priors[i]! * (1 - high) * chance, true);
      }
    }
    states = next;
  });
  let total = 0;
  const sums = priors.map(() => 0);
  for (const [z, value] of states) {
    const weight = l0.reduce((product, clear, t) => product * ((z & (1 << t)) === 0 ? clear : l1[t]!), 1);
    total += weight * value.all;
    value.with.forEach((chance, j) => (sums[j]! += weight * chance));
  }
  return sums.map((sum) => sum / total);
}

describe('3. exact posteriors', () => {
  it('equal brute force on the small designs', () => {
    for (const c of reference<Small[]>('golden/bruteforce_small.json')) {
      const design = designOf(c.design, c.m, c.pools_of_sample);
      const decoder = prepareDecoder(design, {
        tests: { sensitivity: c.Se, specificity: c.Sp },
        priors: c.p,
      });
      const decoded = decoder.decode({ outcomes: outcomesOf(c.m, c.positive_pools) }, never);
      expect(decoded.method).toBe('exact');
      expect(near(marginalsOf(decoded), c.marginals)).toBeLessThan(1e-9);
      expect(decoded.logEvidence! / Math.LN10).toBeCloseTo(c.log10_evidence, 9);
    }
  });
  it.each(['exact_hypercube27_all512', 'exact_hypercube81', 'exact_hyper16x96', 'exact_array8x12'])(
    'equal golden %s',
    (file) => {
      const golden = reference<GoldenExact>(`golden/${file}.json`);
      const design = designOf(golden.design, golden.m, golden.pools_of_sample);
      const decoder = prepareDecoder(design, {
        tests: { sensitivity: golden.Se, specificity: golden.Sp },
        priors: golden.p,
      });
      for (const { positive_pools, marginals, log10_evidence } of golden.cases) {
        const decoded = decoder.decode({ outcomes: outcomesOf(golden.m, positive_pools) }, never);
        expect(near(marginalsOf(decoded), marginals)).toBeLessThan(1e-9);
        expect(decoded.logEvidence! / Math.LN10).toBeCloseTo(log10_evidence, 9);
      }
    },
  );
  it('hold for any priors, tests a pool, erased pools and two load classes', { timeout: 30_000 }, () => {
    const random = seeded('any priors');
    for (let round = 0; round < 300; round += 1) {
      const m = 2 + random.int(5);
      const n = 1 + random.int(8);
      const rows = Array.from({ length: n }, () =>
        random.shuffle([...Array(m).keys()]).slice(0, random.int(m + 1)),
      );
      const priors = rows.map(() => random.next() * (random.int(2) === 0 ? 0.9 : 0.01));
      const tests = Array.from({ length: m }, () => ({
        sensitivity: 0.6 + 0.4 * random.next(),
        specificity: 0.6 + 0.4 * random.next(),
      }));
      const outcomes = tests.map(() => random.pick(['negative', 'positive', 'erased'] as const));
      const l0 = outcomes.map((y, t) =>
        y === 'erased' ? 1 : y === 'negative' ? tests[t]!.specificity : 1 - tests[t]!.specificity,
      );
      const l1 = outcomes.map((y, t) =>
        y === 'erased' ? 1 : y === 'negative' ? 1 - tests[t]!.sensitivity : tests[t]!.sensitivity,
      );
      const design = designOf('random', m, rows);
      const plain = prepareDecoder(design, { tests, priors }).decode({ outcomes }, never);
      expect(near(marginalsOf(plain), byHand(rows, priors, l0, l1))).toBeLessThan(1e-9);
      const loads = { highShare: random.next(), activation: random.next() };
      const two = prepareDecoder(design, { tests, priors, loads }).decode({ outcomes }, never);
      expect(
        near(marginalsOf(two), byHand(rows, priors, l0, l1, loads.highShare, loads.activation)),
      ).toBeLessThan(1e-9);
    }
  });
  it('do not depend on the order of specimens or pools', () => {
    const golden = reference<GoldenExact>('golden/exact_hypercube81.json');
    const random = seeded('orders');
    const specimens = random.shuffle([...Array(golden.n).keys()]);
    const pools = random.shuffle([...Array(golden.m).keys()]);
    const rows = specimens.map((i) => golden.pools_of_sample[i]!.map((t) => pools[t]!));
    const decoder = prepareDecoder(designOf('permuted', golden.m, rows), {
      tests: { sensitivity: golden.Se, specificity: golden.Sp },
      priors: golden.p,
    });
    for (const { positive_pools, marginals } of golden.cases.slice(0, 20)) {
      const decoded = decoder.decode(
        {
          outcomes: outcomesOf(
            golden.m,
            positive_pools.map((t) => pools[t]!),
          ),
        },
        never,
      );
      expect(
        near(
          marginalsOf(decoded),
          specimens.map((i) => marginals[i]!),
        ),
      ).toBeLessThan(1e-9);
    }
  });
  it('of nested pools with dilution equal the lattice of all sets', () => {
    const random = seeded('nested');
    for (let round = 0; round < 100; round += 1) {
      const priors = Array.from({ length: 12 }, () => random.next() * 0.4);
      const likelihood = (size: number) => Array.from({ length: size + 1 }, () => random.next());
      const parts = [0, 1, 2].map((k) => ({
        persons: [0, 1, 2, 3].map((i) => ({ id: 4 * k + i, prior: priors[4 * k + i]! })),
        parts: [],
        likelihood: likelihood(4),
      }));
      const master = { persons: [], parts, likelihood: likelihood(12) };
      const nested = nestedPosterior(master);
      const lattice = latticePosterior(priors, [
        { members: 0xfff, likelihood: master.likelihood },
        ...parts.map((part, k) => ({ members: 0xf << (4 * k), likelihood: part.likelihood })),
      ]);
      expect(
        near(
          priors.map((_, i) => nested.marginals.get(i)!),
          [...lattice.marginals],
        ),
      ).toBeLessThan(1e-12);
      expect(Math.log(nested.evidence)).toBeCloseTo(lattice.logEvidence, 9);
    }
  });
  it('add up to the expected number of positives', () => {
    const random = seeded('sums');
    for (let round = 0; round < 50; round += 1) {
      const rows = Array.from({ length: 8 }, () => [...Array(5).keys()].filter(() => random.int(2) === 0));
      const outcomes = outcomesOf(
        5,
        [...Array(5).keys()].filter(() => random.int(2) === 0),
      );
      const decoded = prepareDecoder(designOf('sums', 5, rows), {
        tests: { sensitivity: 0.9, specificity: 0.95 },
        priors: 0.1,
      }).decode({ outcomes }, never);
      let [total, positives] = [0, 0];
      for (let set = 0; set < 256; set += 1) {
        const held = rows.flatMap((pools, i) => ((set >> i) & 1 ? pools : []));
        const count = rows.filter((_, i) => (set >> i) & 1).length;
        let chance = 0.1 ** count * 0.9 ** (8 - count);
        outcomes.forEach((outcome, pool) => {
          const seen = held.includes(pool) ? 0.9 : 0.05;
          chance *= outcome === 'positive' ? seen : 1 - seen;
        });
        total += chance;
        positives += chance * count;
      }
      const sum = marginalsOf(decoded).reduce((all, pi) => all + pi, 0);
      expect(sum).toBeCloseTo(positives / total, 10);
    }
  });
  it('of a swab pool: P(i | its pool positive) = p / (1 − q^k)', () => {
    const persons = Array.from({ length: 10 }, (_, id) => ({ id, prior: 0.0005 }));
    const { marginals } = nestedPosterior({
      persons,
      parts: [],
      likelihood: [0, ...Array<number>(10).fill(1)],
    });
    expect(marginals.get(3)).toBeCloseTo(0.0005 / (1 - 0.9995 ** 10), 12);
  });
  it('of a 16 × 24 array: the search comes within 0.0005 of them', { timeout: 60_000 }, () => {
    const design = builtInDesign('array-16x24');
    const tests = { sensitivity: 0.95, specificity: 0.99 };
    const outcomes = outcomesOf(40, [3, 20]);
    const exact = prepareDecoder(design, { tests, priors: 0.001, method: 'exact' }).decode(
      { outcomes },
      never,
    );
    const searched = prepareDecoder(design, { tests, priors: 0.001, method: 'search' }).decode(
      { outcomes },
      never,
    );
    expect(exact.kind).toBe('posterior');
    expect(searched.kind).toBe('posterior');
    expect(near(marginalsOf(searched), marginalsOf(exact))).toBeLessThan(0.0005);
  });
});
