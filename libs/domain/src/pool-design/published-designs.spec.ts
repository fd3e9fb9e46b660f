import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arrayDesign } from './array-design.js';
import { builtInDesign } from './built-in-designs.js';
import { poolsOf, specimensIn } from './design-rows.js';
import { hyperDesign } from './hyper.js';
import { hypercubeDesign } from './hypercube.js';
import { kirkmanClasses } from './kirkman.js';
import type { PoolDesign } from './pool-design.js';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../reference/${path}`, import.meta.url), 'utf8'));
const cleary = read('cleary-hyper/designs.json') as Record<string, { pools_of_sample_0_based: number[][] }>;
const golden = read('golden/designs_for_ilp_map.json') as Record<string, number[][]>;
const ceri = read('ceri-hypercube/slices_and_examples.json') as {
  slices: Record<string, Record<string, number[]>>;
  examples: { group: number; positive_slices: number[]; expected_positive_samples: number[] }[];
};

const rows = (design: PoolDesign): number[][] =>
  Array.from({ length: design.specimens }, (_, specimen) => [...poolsOf(design, specimen)]);
const published = (name: string): number[][] => cleary[name]?.pools_of_sample_0_based ?? [];
const asSet = (lists: readonly number[][]): string[] => lists.map((list) => list.join(' ')).sort();

describe('designs equal the published ones', () => {
  it('HYPER q = 2, specimen for specimen', () => {
    expect(rows(builtInDesign('hyper-96x16-q2'))).toEqual(published('hyper_n96_m16_q2'));
    expect(rows(builtInDesign('hyper-384x32-q2'))).toEqual(published('hyper_n384_m32_q2'));
    expect(rows(hyperDesign(384, 24, 2))).toEqual(published('hyper_n384_m24_q2'));
    expect(rows(hyperDesign(12, 6, 2))).toEqual(published('hyper_n12_m6_q2'));
  });

  it('HYPER q = 3, specimen for specimen; every factor holds every pool once, whatever the number of pools', () => {
    expect(rows(builtInDesign('hyper-384x48-q3'))).toEqual(published('hyper_n384_m48_q3'));
    for (const pools of [6, 12, 18, 24, 30, 48]) {
      const edges = (pools * (pools - 1) * (pools - 2)) / 6;
      const all = rows(hyperDesign(edges, pools, 3));
      expect(new Set(asSet(all)).size).toBe(edges);
      for (let first = 0; first < edges; first += pools / 3)
        expect(new Set(all.slice(first, first + pools / 3).flat()).size).toBe(pools);
    }
  });

  it('arrays, specimen for specimen', () => {
    expect(rows(builtInDesign('array-8x12'))).toEqual(published('array_8x12'));
    expect(rows(builtInDesign('array-16x24'))).toEqual(published('array_16x24'));
    expect(asSet(rows(arrayDesign(8, 12)))).toEqual(asSet(golden['array_8x12'] ?? []));
  });

  it('hypercubes 3³ and 3⁴, slice by slice', () => {
    for (const [group, dimensions] of [
      ['27', 3],
      ['81', 4],
    ] as const) {
      const cube = hypercubeDesign(3, dimensions);
      const slices = Object.entries(ceri.slices[group] ?? {});
      expect(slices).toHaveLength(cube.pools);
      for (const [slice, members] of slices)
        expect([...specimensIn(cube, Number(slice) - 1)]).toEqual(members.map((one) => one - 1));
    }
  });

  it('CERI’s worked examples come out by the positive slices alone', () => {
    expect(ceri.examples).toHaveLength(14);
    for (const { group, positive_slices: positive, expected_positive_samples: expected } of ceri.examples) {
      const cube = hypercubeDesign(3, group === 27 ? 3 : 4);
      const inOnlyPositive = rows(cube).flatMap((pools, specimen) =>
        pools.every((pool) => positive.includes(pool + 1)) ? [specimen + 1] : [],
      );

      expect(inOnlyPositive).toEqual(expected);
    }
  });

  it('P-BEST’s matrix, specimen for specimen, and the measured batch of 72 and 142', () => {
    const design = builtInDesign('rs-384x48');
    expect(rows(design)).toEqual(golden['pbest_48x384']);
    const truth = read('pbest/expected.json') as {
      truth_1_based: number[];
      true_union_pools_1_based: number[];
    };
    const union = truth.truth_1_based.flatMap((one) => [...poolsOf(design, one - 1)].map((pool) => pool + 1));
    expect([...new Set(union)].sort((a, b) => a - b)).toEqual(truth.true_union_pools_1_based);
  });

  it('triples have the published parameters: every pair once at most, pools of one size', () => {
    for (const [id, name] of [
      ['triples-105x45', 'kirkman_45x105'],
      ['triples-961x93', 'kirkman_93x961'],
    ] as const) {
      const mine = rows(builtInDesign(id));
      const theirs = golden[name] ?? [];
      const profile = (lists: number[][]) => {
        const sizes = new Map<number, number>();
        const pairs = lists.flatMap(([a, b, c]) => [`${a} ${b}`, `${a} ${c}`, `${b} ${c}`]);
        for (const pool of lists.flat()) sizes.set(pool, (sizes.get(pool) ?? 0) + 1);
        return [lists.length, new Set(pairs).size, Math.min(...sizes.values()), Math.max(...sizes.values())];
      };
      expect(profile(mine)).toEqual(profile(theirs));
      expect(profile(mine)[1]).toBe(3 * mine.length);
    }
  });
});

describe('Kirkman triple systems', () => {
  it('2. of 21, 39, 45 and 93 points are whole: every pair exactly once, every point once in each class', () => {
    for (const points of [21, 39, 45, 93]) {
      const classes = kirkmanClasses(points);
      expect(classes).toHaveLength((points - 1) / 2);
      const pairs = new Set<number>();
      for (const triples of classes) {
        expect(new Set(triples.flat()).size).toBe(points);
        for (const triple of triples) {
          const [a = 0, b = 0, c = 0] = triple.toSorted((one, other) => one - other);
          for (const pair of [a * points + b, a * points + c, b * points + c]) pairs.add(pair);
        }
      }
      expect(pairs.size).toBe((points * (points - 1)) / 2);
    }
  });

  it('are refused where there is no construction', () => {
    for (const points of [0, 3, 44, 46, 12, 90, 4.5])
      expect(() => kirkmanClasses(points)).toThrow(RangeError);
  });
});
