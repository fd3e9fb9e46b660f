import {
  builtInDesign,
  compCost,
  type DesignCost,
  hyperDesign,
  type PoolDesign,
  predictiveValues,
} from '#lis/domain';
import { exact, type Table, words } from './cells.js';
import { referenceRows } from './reference.js';
import { N0, square, stages, test } from './shorthand.js';

type Row = Record<string, string>;
const number = (row: Row, column: string): number => Number(row[column]);

/** Published tables that are too long to print: how far ours are from all of their rows. */
export function publishedRowTables(): Table[] {
  return [bingroup(), hyper()];
}

function bingroup(): Table {
  const rows = referenceRows('bingroup2/operating_characteristics_bingroup2_1.3.3.csv');
  const columns = ['ETperPerson', 'PSe', 'PSp', 'PPPV', 'PNPV'] as const;
  const algorithms = {
    D2: 'Dorfman',
    D3: 'three stages',
    A2: 'square arrays',
    A2M: 'square arrays with a master pool',
  };
  return {
    name: 'bingroup',
    columns: ['algorithm', 'rows', 'largest difference of any of E(T), PSe, PSp, PPPV, PNPV'],
    rows: Object.entries(algorithms).map(([algorithm, name]) => {
      const own = rows.filter((row) => row['algorithm'] === algorithm);
      const apart = own.flatMap((row) => {
        const cost = costOf(row);
        const { positive, negative } = predictiveValues(number(row, 'p'), cost);
        const mine = [cost.testsPerPerson, cost.sensitivity, cost.specificity, positive, negative];
        return columns.map((column, i) => Math.abs((mine[i] ?? Number.NaN) - number(row, column)));
      });
      const largest = Math.max(...apart);
      return [
        words(name),
        exact(own.length),
        exact(largest < 1e-9 ? 'below 10⁻⁹' : largest.toExponential(1)),
      ];
    }),
  };
}

function costOf(row: Row): DesignCost {
  const [p, t] = [number(row, 'p'), test(number(row, 'Se'), number(row, 'Sp'))];
  const config = row['config'] ?? '';
  if (row['algorithm'] === 'D2') return stages([Number(config.slice(2)), 1], p, t);
  if (row['algorithm'] === 'D3') {
    const [first = 0, second = ''] = config.split(':');
    return stages([Number(first), Number(second.split('x')[0]), 1], p, t);
  }
  return square(Number(config.split('x')[0]), p, t, row['algorithm'] === 'A2M');
}

const HYPER: Readonly<Record<string, () => PoolDesign>> = {
  'hyper n96 m16 q2': () => builtInDesign('hyper-96x16-q2'),
  'hyper n384 m32 q2': () => builtInDesign('hyper-384x32-q2'),
  'hyper n384 m24 q2': () => hyperDesign(384, 24, 2),
  'hyper n384 m48 q3': () => builtInDesign('hyper-384x48-q3'),
  'array 8x12': () => builtInDesign('array-8x12'),
  'array 16x24': () => builtInDesign('array-16x24'),
};

/** Persons per test, day by day of a simulated epidemic, against the formula at each day's prevalence. */
function hyper(): Table {
  const all = referenceRows('cleary-hyper/hyper_published_eff_sens.csv');
  const rows = Object.entries(HYPER).map(([name, make]) => {
    const design = make();
    const own = all.filter((row) => row['design'] === name && number(row, 'prevalence') <= 0.002);
    const ours = (row: Row) =>
      1 /
      compCost(design, { pool: () => N0, retest: N0, tolerance: 0 }, number(row, 'prevalence'))
        .testsPerPerson;
    const nearest = own.reduce((best, row) =>
      Math.abs(number(row, 'prevalence') - 0.00104) < Math.abs(number(best, 'prevalence') - 0.00104)
        ? row
        : best,
    );
    const apart = own.map((row) => Math.abs(ours(row) / number(row, 'efficiency_persons_per_test') - 1));
    return [
      words(name.replace('hyper ', 'HYPER ').replace('array', 'array')),
      exact(100 * number(nearest, 'prevalence'), 3),
      words(number(nearest, 'efficiency_persons_per_test').toFixed(3)),
      exact(ours(nearest), 3),
      exact(own.length),
      exact(`${(100 * Math.max(...apart)).toFixed(1)} %`),
    ];
  });
  const columns = [
    'design',
    'p, %',
    'persons per test, published',
    'ours',
    'days with p ≤ .2 %',
    'largest difference',
  ];
  return { name: 'hyper', columns, rows };
}
