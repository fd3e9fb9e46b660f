import {
  adviseSwabPoolSize,
  dilutionShift,
  dorfmanDesign,
  hypercubeLimit,
  predictiveValues,
  prepareDecoder,
} from '#lis/domain';
import { type Cell, exact, type Table, words } from './cells.js';
import { bestDorfman, comp, N0, N1, square, stages, test } from './shorthand.js';

const T99 = test(0.99, 0.99);

/** Figures that a formula gives: published, ours, and where published. */
export function formulaTables(): Table[] {
  const row = (what: string, published: string, ours: number, digits: number, source: string): Cell[] => [
    words(what),
    words(published),
    exact(ours, digits),
    words(source),
  ];
  const d2 = stages([10, 1], 0.01, T99);
  const values = predictiveValues(0.01, d2);
  const vignette = 'binGroup2 vignette [3]';
  const array = square(12, 0.01, T99);
  const rows = [
    row(
      'Dorfman, k 10, p 1 %, Se = Sp = .99: tests of a pool',
      '2.03705566491372',
      10 * d2.testsPerPerson,
      14,
      vignette,
    ),
    row('the same: sensitivity', '.9801', d2.sensitivity, 4, vignette),
    row('the same: specificity', '.99905246902534', d2.specificity, 14, vignette),
    row('the same: positive predictive value', '.912650078909782', values.positive, 15, vignette),
    row('the same: negative predictive value', '.999798839728648', values.negative, 15, vignette),
    row(
      'three stages 25:5:1, p 1 %, noiseless',
      '.133446',
      stages([25, 5, 1], 0.01).testsPerPerson,
      6,
      'binGroup2 [3]',
    ),
    row(
      'the same, Se = Sp = .99',
      '.135374',
      stages([25, 5, 1], 0.01, T99).testsPerPerson,
      6,
      'binGroup2 [3]',
    ),
    row(
      'the same, Se .95, Sp .99',
      '.129724',
      stages([25, 5, 1], 0.01, N1).testsPerPerson,
      6,
      'binGroup2 [3]',
    ),
    row('array 12 × 12, p 1 %, noiseless', '.187511', square(12, 0.01).testsPerPerson, 6, 'Kim 2007 [4]'),
    row('the same, Se = Sp = .99', '.193814', array.testsPerPerson, 6, 'Kim 2007 [4]'),
    row('the same: sensitivity', '.975023049487466', array.sensitivity, 15, 'Kim 2007 [4]'),
    row('the same: specificity', '.999825264574556', array.specificity, 15, 'Kim 2007 [4]'),
    row(
      'the same with a master pool, noiseless',
      '.155253',
      square(12, 0.01, N0, true).testsPerPerson,
      6,
      'Kim 2007 [4]',
    ),
    row(
      'the same with a master pool, Se = Sp = .99',
      '.156292',
      square(12, 0.01, T99, true).testsPerPerson,
      6,
      'binGroup2 1.3.3 [3]',
    ),
    row(
      'hypercube 3⁴, p 1 %: retests of a batch',
      '2.62940740668097',
      81 * comp('hypercube-3^4', 0.01).retestsPerPerson,
      14,
      'Mutesa 2021 [5], formula',
    ),
    row(
      'hypercube 3⁴, p 1 %',
      '.180610',
      comp('hypercube-3^4', 0.01).testsPerPerson,
      6,
      'Mutesa 2021 [5], formula',
    ),
    row(
      'hypercube 3⁴ with a master pool, p 1 %',
      '.1273',
      comp('hypercube-3^4-master', 0.01).testsPerPerson,
      4,
      'Mutesa 2021 [5], formula',
    ),
    row('hypercubes of the best size, p 1 %', '.1168', hypercubeLimit(0.01), 4, 'Mutesa 2021 [5]'),
    row('hypercubes of the best size, p .1 %', '.0179', hypercubeLimit(0.001), 4, 'Mutesa 2021 [5]'),
    row(
      'P-BEST 384 × 48, p .5 %: retests of a batch, noiseless',
      '2.233339',
      384 * comp('rs-384x48', 0.005).retestsPerPerson,
      6,
      'enumeration [9]',
    ),
    row(
      'the same, Se .95, Sp .99',
      '1.667099',
      384 * comp('rs-384x48', 0.005, N1).retestsPerPerson,
      6,
      'enumeration [9]',
    ),
    row(
      'member of a positive pool of 10 is positive, p .05 %',
      '10.0 %',
      100 * positiveInPositive(),
      1,
      'p/(1 − (1 − p)^k)',
    ),
    ...[
      [0.0002, '1.01'],
      [0.001, '5.1'],
      [0.01, '55'],
    ].map(([p, published]) =>
      row(
        `negative pool of 10, p ${Number(p) * 100} %, Se .95, Sp .99: positives of 100,000 members`,
        String(published),
        missedInNegative(Number(p)),
        2,
        'Bayes',
      ),
    ),
    ...[5, 10, 20, 32].map((count, i) =>
      row(
        `Ct shift of one positive in ${count}, E 1`,
        ['2.32', '3.32', '4.32', '5.00'][i] ?? '',
        dilutionShift({ kind: 'aliquots', count }),
        2,
        'log₂ k',
      ),
    ),
    ...[5, 10, 20, 32].map((count, i) =>
      row(
        `the same, E .95`,
        ['2.41', '3.45', '4.49', '5.19'][i] ?? '',
        dilutionShift({ kind: 'aliquots', count }, 0.95),
        2,
        'ln k/ln 1.95',
      ),
    ),
  ];
  return [{ name: 'formulas', columns: ['figure', 'published', 'ours', 'source'], rows }, dorfmanTable()];
}

function positiveInPositive(): number {
  const prevalence = { estimate: 0.0005, low: 0.0005, high: 0.0005 };
  const request = {
    prevalence,
    testOf: () => N0,
    single: N0,
    missedLimit: 1,
    recallLimit: 1,
    swabsValidated: 20,
  };
  return adviseSwabPoolSize(request).options.find(({ swabs }) => swabs === 10)?.positiveInPositiveTube ?? 0;
}

function missedInNegative(p: number): number {
  const decoded = prepareDecoder(dorfmanDesign(10, 10), { tests: N1, priors: p }).decode(
    { outcomes: ['negative'] },
    () => 0,
  );
  return 1e5 * (decoded.calls[0]?.posterior ?? Number.NaN);
}

/** Dorfman's table I, and the sizes that are best. */
function dorfmanTable(): Table {
  const percents = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 20, 25, 30];
  const published = [20, 27, 33, 38, 43, 47, 50, 53, 56, 59, 65, 67, 72, 82, 91, 99];
  const best = percents.map((percent) => bestDorfman(percent / 100));
  return {
    name: 'dorfman',
    columns: ['prevalence, %', ...percents.map(String)],
    rows: [
      [words('relative cost, %, Dorfman 1943 [1]'), ...published.map((cost) => words(String(cost)))],
      [words('ours'), ...best.map(({ testsPerPerson }) => exact(100 * testsPerPerson, 0))],
      [words('best size'), ...best.map(({ size }) => exact(size))],
    ],
  };
}
