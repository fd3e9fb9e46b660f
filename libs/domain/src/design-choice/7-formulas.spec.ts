import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { arrayDesign } from '../pool-design/array-design.js';
import { builtInDesign, type BuiltInDesignId } from '../pool-design/built-in-designs.js';
import { poolsOf } from '../pool-design/design-rows.js';
import { dorfmanDesign } from '../pool-design/dorfman.js';
import { seeded } from '../random/seeded.js';
import { arrayCost } from './array-cost.js';
import { type DesignCost, entropyBound, predictiveValues } from './design-cost.js';
import { dilutedDorfmanCost } from './diluted-dorfman-cost.js';
import { dilutedStagesCost } from './diluted-stages-cost.js';
import { hierarchicalCost } from './hierarchical-cost.js';
import { comp, dorfman, perfect, square, stages, test } from './spec-support/shorthand.js';

type Row = Record<string, string>;
const read = (path: string): Row[] =>
  parse(readFileSync(new URL(`../../reference/${path}`, import.meta.url)), { columns: true });
const number = (row: Row, column: string): number => Number(row[column]);

describe('7. formulas: 380 rows of binGroup2 1.3.3, to 1e-9', () => {
  const rows = read('bingroup2/operating_characteristics_bingroup2_1.3.3.csv');
  const costOf = (row: Row): DesignCost => {
    const [p, t] = [number(row, 'p'), test(number(row, 'Se'), number(row, 'Sp'))];
    const config = row['config'] ?? '';
    if (row['algorithm'] === 'D2') return dorfman(Number(config.slice(2)), p, t);
    if (row['algorithm'] === 'D3') {
      const [first = 0, second = ''] = config.split(':');
      return stages([Number(first), Number(second.split('x')[0]), 1], p, t);
    }
    return square(Number(config.split('x')[0]), p, t, row['algorithm'] === 'A2M');
  };

  it('all of them', () => {
    expect(rows).toHaveLength(380);
    for (const row of rows) {
      const cost = costOf(row);
      const values = predictiveValues(number(row, 'p'), cost);
      const name = `${row['algorithm']} ${row['config']} ${row['p']} ${row['Se']} ${row['Sp']}`;
      const mine = [
        cost.testsPerPerson,
        cost.sensitivity,
        cost.specificity,
        values.positive,
        values.negative,
      ];
      ['ETperPerson', 'PSe', 'PSp', 'PPPV', 'PNPV'].forEach((column, i) => {
        expect(Math.abs((mine[i] ?? Number.NaN) - number(row, column)), `${name} ${column}`).toBeLessThan(
          1e-9,
        );
      });
    }
  });
});

describe('7. formulas: expected retests of any design in one round, to 1e-6, and Monte Carlo', () => {
  const designs: Record<string, BuiltInDesignId> = {
    array_8x12: 'array-8x12',
    array_16x24: 'array-16x24',
    hyper_16x96: 'hyper-96x16-q2',
    hyper_32x384: 'hyper-384x32-q2',
    'cube_3^4_12x81': 'hypercube-3^4',
    pbest_48x384: 'rs-384x48',
    kirkman_93x961: 'triples-961x93',
    kirkman_45x105: 'triples-105x45',
  };

  it.each(
    read('golden/two_stage_comp_expected.csv').map(
      (row) => [row['design'], row['p'], row['Se'], row] as const,
    ),
  )('%s, p %s, Se %s', (name = '', _p, _se, row) => {
    const id = designs[name];
    if (!id) throw new Error(name);
    const design = builtInDesign(id);
    const cost = comp(design, number(row, 'p'), test(number(row, 'Se'), number(row, 'Sp')));
    const retests = cost.retestsPerPerson * design.specimens;
    expect(Math.abs(retests - number(row, 'expected_retests_per_batch'))).toBeLessThan(1e-6);
    expect(Math.abs(cost.testsPerPerson - number(row, 'expected_tests_per_person'))).toBeLessThan(1e-6);
    expect(Math.abs(cost.poolingSensitivity - number(row, 'sens_stage1'))).toBeLessThan(1e-6);
  });

  it.each([
    ['array-8x12', 0, 0.02],
    ['hypercube-3^4-master', 1, 0.02],
    ['rs-384x48', 2, 0.01],
    ['triples-105x45', 1, 0.03],
    ['hypercube-3^3-master', 0, 0.05],
  ] as const)('%s with e = %i at p = %d agrees with Monte Carlo within 3.5 s.e.', (id, tolerance, p) => {
    const design = builtInDesign(id);
    const [t, random, batches] = [test(0.95, 0.98), seeded(`formulas-${id}`), 4000];
    const cost = comp(design, p, t, tolerance);
    const counts = Array.from({ length: batches }, () => {
      const truth = Array.from({ length: design.specimens }, () => random.next() < p);
      const seen = (positive: boolean) => random.next() < (positive ? t.sensitivity : 1 - t.specificity);
      const holds = new Uint8Array(design.pools);
      truth.forEach((positive, i) => positive && poolsOf(design, i).forEach((pool) => (holds[pool] = 1)));
      if (design.hasMaster && !seen(truth.includes(true))) return 0;
      const outcome = [...holds].map((one) => seen(one === 1));
      return truth.filter((_, i) => poolsOf(design, i).filter((pool) => !outcome[pool]).length <= tolerance)
        .length;
    });
    const mean = counts.reduce((sum, count) => sum + count, 0) / batches;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (batches - 1);
    const expected = cost.retestsPerPerson * design.specimens;
    expect(Math.abs(mean - expected)).toBeLessThan(3.5 * Math.sqrt(variance / batches));
  });
});

describe('7. formulas: oblong arrays with a test of its own for each side, by Monte Carlo', () => {
  it.each([false, true])('5 × 8, master pool: %s, within 3.5 s.e.', (hasMaster) => {
    const [rows, columns, p, batches] = [5, 8, 0.04, 20_000];
    const tests = {
      row: test(0.9, 0.97),
      column: test(0.8, 0.95),
      retest: perfect,
      ...(hasMaster ? { master: test(0.85, 0.96) } : {}),
    };
    const random = seeded(`oblong-${hasMaster}`);
    const seen = (t: { sensitivity: number; specificity: number }, positive: boolean) =>
      random.next() < (positive ? t.sensitivity : 1 - t.specificity);
    const [retests, found]: [number[], number[]] = [[], []];
    for (let batch = 0; batch < batches; batch += 1) {
      const truth = Array.from({ length: rows * columns }, () => random.next() < p);
      const row = Array.from({ length: rows }, (_, r) =>
        seen(
          tests.row,
          truth.some((one, i) => one && i % rows === r),
        ),
      );
      const column = Array.from({ length: columns }, (_, c) =>
        seen(
          tests.column,
          truth.some((one, i) => one && Math.floor(i / rows) === c),
        ),
      );
      const open = !tests.master || seen(tests.master, truth.includes(true));
      const [anyRow, anyColumn] = [row.includes(true), column.includes(true)];
      const again = truth.map((_, i) => {
        const [r, c] = [row[i % rows] ?? false, column[Math.floor(i / rows)] ?? false];
        return open && ((r && c) || (r && !anyColumn) || (c && !anyRow));
      });
      retests.push(again.filter(Boolean).length);
      truth.forEach((positive, i) => positive && found.push(again[i] ? 1 : 0));
    }
    const cost = arrayCost(rows, columns, tests, p);
    for (const [sample, expected] of [
      [retests, cost.retestsPerPerson * rows * columns],
      [found, cost.poolingSensitivity],
    ] as const) {
      const mean = sample.reduce((sum, one) => sum + one, 0) / sample.length;
      const variance = sample.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sample.length - 1);
      // the positives of one batch are not independent, so their error is somewhat larger than this one
      const allowed = sample === found ? 5 : 3.5;
      expect(Math.abs(mean - expected)).toBeLessThan(allowed * Math.sqrt(variance / sample.length));
    }
  });
});

describe('7. formulas: Dorfman’s table, crossovers, monotone in p', () => {
  const optimum = read('golden/dorfman_optimum.csv');
  const bestSize = (p: number): number => {
    let best = 2;
    for (let k = 2; k <= 60; k += 1)
      if (dorfman(k, p).testsPerPerson < dorfman(best, p).testsPerPerson) best = k;
    return best;
  };

  it('Dorfman 1943 table I and the best sizes', () => {
    const percent = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 20, 25, 30];
    const cost = [20, 27, 33, 38, 43, 47, 50, 53, 56, 59, 65, 67, 72, 82, 91, 99];
    percent.forEach((p, i) => {
      const least = dorfman(bestSize(p / 100), p / 100).testsPerPerson;
      expect(Math.round(100 * least)).toBe(cost[i]);
    });
    expect(optimum).toHaveLength(18);
    for (const row of optimum) {
      const p = number(row, 'prevalence_percent') / 100;
      expect(bestSize(p)).toBe(number(row, 'optimal_group_size'));
      const relative = 100 * dorfman(bestSize(p), p).testsPerPerson;
      expect(Math.abs(relative - number(row, 'relative_cost_percent'))).toBeLessThan(0.0051);
    }
    expect([0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.3].map(bestSize)).toEqual([
      32, 15, 11, 8, 6, 5, 4, 3,
    ]);
  });

  it('crosses: pools of three end at 1 − 3^(−1/3), and size k gives way to k + 1 where they cost the same', () => {
    const end = 1 - 3 ** (-1 / 3);
    expect(dorfman(3, end).testsPerPerson).toBeCloseTo(1, 12);
    expect(dorfman(bestSize(end - 1e-3), end - 1e-3).testsPerPerson).toBeLessThan(1);
    for (let k = 2; k <= 60; k += 1) expect(dorfman(k, end + 1e-9).testsPerPerson).toBeGreaterThan(1);
    // q^k (1 − q) = 1/(k (k + 1)): the crossing of k and k + 1 in the tail of small p
    for (let k = 4; k <= 30; k += 1) {
      let [low, high] = [1e-6, 1 / (k + 1)];
      for (let step = 0; step < 80; step += 1) {
        const middle = (low + high) / 2;
        if ((1 - middle) ** k * middle < 1 / (k * (k + 1))) low = middle;
        else high = middle;
      }
      expect(dorfman(k, low).testsPerPerson).toBeCloseTo(dorfman(k + 1, low).testsPerPerson, 12);
      expect([bestSize(low * 1.001), bestSize(low * 0.999)]).toEqual([k, k + 1]);
    }
  });

  it('costs more the more people are positive, and never less than the entropy', () => {
    const costs: ((p: number) => DesignCost)[] = [
      (p) => dorfman(10, p),
      (p) => stages([25, 5, 1], p),
      (p) => stages([16, 8, 4, 2, 1], p),
      (p) => square(12, p),
      (p) => square(12, p, perfect, true),
      ...(
        ['array-8x12', 'hypercube-3^4-master', 'hyper-384x48-q3', 'rs-384x48', 'triples-961x93'] as const
      ).map((id) => (p: number) => comp(builtInDesign(id), p)),
    ];
    for (const cost of costs) {
      let before = 0;
      for (let p = 0; p <= 0.3; p += 0.005) {
        const { testsPerPerson } = cost(p);
        expect(testsPerPerson).toBeGreaterThan(before - 1e-12);
        expect(testsPerPerson).toBeGreaterThan(entropyBound(p));
        before = testsPerPerson;
      }
    }
  });

  it('refuses what is no chance', () => {
    for (const p of [-0.1, 1.1, Number.NaN]) {
      expect(() => dorfman(10, p)).toThrow(RangeError);
      expect(() => square(8, p)).toThrow(RangeError);
      expect(() => comp(builtInDesign('array-8x12'), p)).toThrow(RangeError);
      expect(() => entropyBound(p)).toThrow(RangeError);
    }
    for (const t of [test(0, 1), test(1.1, 1), test(1, Number.NaN), test(1, 0)]) {
      expect(() => dorfman(10, 0.1, t)).toThrow(RangeError);
      expect(() => square(8, 0.1, t)).toThrow(RangeError);
      expect(() => comp(builtInDesign('array-8x12'), 0.1, t)).toThrow(RangeError);
    }
    expect(() => comp(builtInDesign('array-8x12'), 0.1, perfect, -1)).toThrow(RangeError);
    expect(() => hierarchicalCost([10, 1], [perfect], 0.1)).toThrow(RangeError);
    expect(() => square(1, 0.1)).toThrow(RangeError);
    for (const cost of [
      square(8, 1, perfect, true),
      comp(builtInDesign('hypercube-3^3-master'), 1),
      dorfman(8, 1),
    ])
      expect(Object.values(cost).every(Number.isFinite)).toBe(true);
  });
});

describe('7. formulas agree with one another', () => {
  it('COMP on Dorfman pools is D2, on an array without a false pool A2 less its rows without columns', () => {
    const t = test(0.93, 0.98);
    const [one, other] = [comp(dorfmanDesign(30, 10), 0.02, t), dorfman(10, 0.02, t)];
    for (const key of Object.keys(one) as (keyof DesignCost)[]) expect(one[key]).toBeCloseTo(other[key], 12);
    expect(comp(arrayDesign(12, 12), 0.01).testsPerPerson).toBeCloseTo(square(12, 0.01).testsPerPerson, 12);
    expect(comp(arrayDesign(12, 12, true), 0.01).testsPerPerson).toBeCloseTo(
      square(12, 0.01, perfect, true).testsPerPerson,
      12,
    );
    const oblong = arrayCost(8, 12, { row: perfect, column: perfect, retest: perfect }, 0.02);
    expect(oblong.testsPerPerson).toBeCloseTo(comp(arrayDesign(8, 12), 0.02).testsPerPerson, 12);
  });

  it('dilution: Se(k, j) that does not depend on j is D2; one that grows with j lies between its ends', () => {
    const given = { poolSize: 10, p: 0.02, specificity: 0.98, retest: test(0.95, 0.99) };
    const flat = dilutedDorfmanCost({ ...given, sensitivityOf: () => 0.9 });
    const plain = hierarchicalCost([10, 1], [test(0.9, 0.98), test(0.95, 0.99)], 0.02);
    for (const key of Object.keys(flat) as (keyof DesignCost)[])
      expect(flat[key]).toBeCloseTo(plain[key], 12);
    const grows = dilutedDorfmanCost({ ...given, sensitivityOf: (j) => (j === 1 ? 0.8 : 0.95) });
    // a member is the only positive with chance .98^9
    expect(grows.poolingSensitivity).toBeCloseTo(0.95 - 0.15 * 0.98 ** 9, 12);
    expect(() => dilutedDorfmanCost({ ...given, sensitivityOf: () => 1.2 })).toThrow(RangeError);
    expect(() => dilutedDorfmanCost({ ...given, poolSize: 1, sensitivityOf: () => 1 })).toThrow(RangeError);
  });

  it('dilution in three stages: flat Se is D3, Se(k, j) agrees with Monte Carlo within 3.5 s.e.', () => {
    const flat = [25, 5, 1].map(() => ({ sensitivityOf: () => 0.93, specificity: 0.97 }));
    const [one, other] = [
      dilutedStagesCost([25, 5, 1], flat, 0.02),
      stages([25, 5, 1], 0.02, test(0.93, 0.97)),
    ];
    for (const key of Object.keys(one) as (keyof DesignCost)[]) expect(one[key]).toBeCloseTo(other[key], 12);
    const sizes = [12, 4, 1];
    const tests = sizes.map((size) => ({
      sensitivityOf: (positives: number) => Math.min(0.99, 0.6 + (0.4 * positives) / Math.sqrt(size)),
      specificity: 0.95,
    }));
    const cost = dilutedStagesCost(sizes, tests, 0.08);
    const random = seeded('diluted stages');
    const [used, found]: [number[], number[]] = [[], []];
    for (let batch = 0; batch < 30_000; batch += 1) {
      const truth = Array.from({ length: 12 }, () => random.next() < 0.08);
      let count = 0;
      const reached = new Set<number>();
      const open = (stage: number, from: number): void => {
        const size = sizes[stage]!;
        for (let start = from; start < from + (sizes[stage - 1] ?? size); start += size) {
          count += 1;
          const positives = truth.slice(start, start + size).filter(Boolean).length;
          const { sensitivityOf, specificity } = tests[stage]!;
          if (random.next() >= (positives === 0 ? 1 - specificity : sensitivityOf(positives))) continue;
          if (stage === 2) reached.add(start);
          else open(stage + 1, start);
        }
      };
      open(0, 0);
      used.push(count / 12);
      truth.forEach((positive, i) => positive && found.push(reached.has(i) ? 1 : 0));
    }
    for (const [sample, expected] of [
      [used, cost.testsPerPerson],
      [found, cost.sensitivity],
    ] as const) {
      const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
      const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sample.length - 1);
      expect(Math.abs(mean - expected)).toBeLessThan(3.5 * Math.sqrt(variance / sample.length));
    }
    expect(() => dilutedStagesCost([4, 1], tests, 0.1)).toThrow(RangeError);
  });
});
