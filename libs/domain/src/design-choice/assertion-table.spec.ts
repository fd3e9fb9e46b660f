import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { builtInDesign, type BuiltInDesignId } from '../pool-design/built-in-designs.js';
import { hyperDesign } from '../pool-design/hyper.js';
import { hypercubeDesign } from '../pool-design/hypercube.js';
import type { PoolDesign } from '../pool-design/pool-design.js';
import { entropyBound, hypercubeLimit, predictiveValues } from './design-cost.js';
import { comp, dorfman, perfect, square, stages, test } from './spec-support/shorthand.js';

type Row = Record<string, string>;
const read = (path: string): Row[] =>
  parse(readFileSync(new URL(`../../reference/${path}`, import.meta.url)), { columns: true });
const number = (row: Row, column: string): number => Number(row[column]);

describe('Section 3: the assertion table, row by row', () => {
  it('D2 k = 10, p = .01, Se = Sp = .99', () => {
    const cost = dorfman(10, 0.01, test(0.99, 0.99));
    const values = predictiveValues(0.01, cost);
    expect(10 * cost.testsPerPerson).toBeCloseTo(2.03705566491372, 12);
    expect(cost.sensitivity).toBeCloseTo(0.9801, 12);
    expect(cost.specificity).toBeCloseTo(0.99905246902534, 12);
    expect(values.positive).toBeCloseTo(0.912650078909782, 12);
    expect(values.negative).toBeCloseTo(0.999798839728648, 12);
  });

  it('D2 k = 10, D3 25:5:1, A2 and A2M 12 × 12', () => {
    const at = (values: number[], expected: number[]) =>
      expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 6));
    at(
      [0.001, 0.005, 0.01, 0.02].map((p) => dorfman(10, p).testsPerPerson),
      [0.109955, 0.14889, 0.195618, 0.282927],
    );
    const tests = [perfect, test(0.99, 0.99), test(0.95, 0.99)];
    at(
      tests.map((t) => stages([25, 5, 1], 0.01, t).testsPerPerson),
      [0.133446, 0.135374, 0.129724],
    );
    at(
      tests.map((t) => square(12, 0.01, t).testsPerPerson),
      [0.187511, 0.193814, 0.194695],
    );
    at(
      tests.slice(0, 2).map((t) => square(12, 0.01, t, true).testsPerPerson),
      [0.155253, 0.156292],
    );
    const array = square(12, 0.01, test(0.99, 0.99));
    expect(array.sensitivity).toBeCloseTo(0.975023049487466, 12);
    expect(array.specificity).toBeCloseTo(0.999825264574556, 12);
  });

  it('cube 3⁴ at p = .01, and the closed form for any cube', () => {
    const cost = comp(builtInDesign('hypercube-3^4'), 0.01);
    expect(81 * cost.retestsPerPerson).toBeCloseTo(2.62940740668097, 12);
    expect(cost.testsPerPerson).toBeCloseTo(0.18061, 6);
    expect(comp(builtInDesign('hypercube-3^4-master'), 0.01).testsPerPerson).toBeCloseTo(0.1273, 4);
    for (const [side, dimensions] of [
      [3, 3],
      [3, 5],
      [4, 3],
      [2, 6],
    ] as const) {
      const [n, q] = [side ** dimensions, 0.97];
      let sum = 0;
      let choose = 1;
      for (let j = 0; j <= dimensions; j += 1) {
        const exponent = j === 0 ? 0 : n - side ** (dimensions - j) * (side - 1) ** j - 1;
        sum += (j % 2 === 0 ? 1 : -1) * choose * q ** exponent;
        choose = (choose * (dimensions - j)) / (j + 1);
      }
      const retests = 0.03 + q * sum;
      const plain = comp(hypercubeDesign(side, dimensions), 0.03);
      const master = comp(hypercubeDesign(side, dimensions, true), 0.03);
      expect(plain.retestsPerPerson).toBeCloseTo(retests, 10);
      const gated = 1 / n + ((1 - q ** n) * side * dimensions) / n + retests;
      expect(master.testsPerPerson).toBeCloseTo(gated, 10);
    }
  });

  it('Mutesa’s limit, the entropy bound and two-stage 384 × 48', () => {
    expect([hypercubeLimit(0.01), hypercubeLimit(0.001)].map((x) => x.toFixed(4))).toEqual([
      '0.1168',
      '0.0179',
    ]);
    const bound = [0.001, 0.005, 0.01, 0.02, 0.05].map((p) => entropyBound(p).toFixed(4));
    expect(bound).toEqual(['0.0114', '0.0454', '0.0808', '0.1414', '0.2864']);
    const rs = builtInDesign('rs-384x48');
    expect(384 * comp(rs, 0.005).retestsPerPerson).toBeCloseTo(2.233339, 6);
    expect(384 * comp(rs, 0.005, test(0.95, 0.99)).retestsPerPerson).toBeCloseTo(1.667099, 6);
  });

  it('HYPER’s published people per test, at .1 %', () => {
    const perTest = (design: PoolDesign) => (1 / comp(design, 0.001).testsPerPerson).toFixed(3);
    expect(perTest(builtInDesign('hyper-96x16-q2'))).toBe('5.960');
    expect(perTest(builtInDesign('hyper-384x32-q2'))).toBe('11.785');
    expect(perTest(builtInDesign('array-8x12'))).toBe('4.775');
    expect(perTest(builtInDesign('array-16x24'))).toBe('9.478');
  });

  it('published day by day: people per test within 4 % where p is at most .2 % (theirs are simulated epidemics)', () => {
    const designs: Record<string, PoolDesign> = {
      'hyper n96 m16 q2': builtInDesign('hyper-96x16-q2'),
      'hyper n384 m32 q2': builtInDesign('hyper-384x32-q2'),
      'hyper n384 m24 q2': hyperDesign(384, 24, 2),
      'hyper n384 m48 q3': builtInDesign('hyper-384x48-q3'),
      'array 8x12': builtInDesign('array-8x12'),
      'array 16x24': builtInDesign('array-16x24'),
    };
    let compared = 0;
    for (const row of read('cleary-hyper/hyper_published_eff_sens.csv')) {
      const design = designs[row['design'] ?? ''];
      const p = number(row, 'prevalence');
      if (!design || p > 0.002) continue;
      const mine = 1 / comp(design, p).testsPerPerson;
      expect(Math.abs(mine / number(row, 'efficiency_persons_per_test') - 1)).toBeLessThan(0.04);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('the table of what to offer (2.1), noiseless', () => {
    const id = (name: BuiltInDesignId) => (p: number) => comp(builtInDesign(name), p).testsPerPerson;
    const columns: [(p: number) => number, number[]][] = [
      [(p) => stages([64, 8, 1], p).testsPerPerson, [0.0314]],
      [(p) => stages([36, 6, 1], p).testsPerPerson, [Number.NaN, 0.0849]],
      [id('hypercube-3^3-master'), [0.047, 0.0851, 0.1297, 0.2104, 0.4087]],
      [id('hypercube-3^4-master'), [0.0251, 0.0725, 0.1273, 0.235, 0.5741]],
      [id('array-8x12'), [0.2094, 0.2152, 0.2254, 0.2541]],
      [id('hyper-384x32-q2'), [0.0848, 0.1001, 0.1355, 0.2387]],
      [id('rs-384x48'), [0.126, 0.1308, 0.1442, 0.2262]],
      [id('triples-961x93'), [0.0978, 0.1045, 0.1242, 0.2088]],
    ];
    for (const [cost, expected] of columns)
      expected.forEach((value, i) => {
        if (value > 0) expect(cost([0.001, 0.005, 0.01, 0.02, 0.05][i] ?? 0)).toBeCloseTo(value, 3);
      });
  });
});
