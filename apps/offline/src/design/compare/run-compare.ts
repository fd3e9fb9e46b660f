import { csvText } from '#lis/domain';
import type { Desk } from '../../desk.js';
import { columnsOf } from '../../input/columns-of.js';
import { InputRefusal } from '../../input/input-refusal.js';
import { percent } from '../../input/numbers.js';
import { parseOptions } from '../../input/parse-options.js';
import { LABORATORY_OPTIONS, laboratoryTests, largestPool, prevalencesOf } from '../laboratory-tests.js';
import { type ComparedDesign, compareDesigns } from './compare-designs.js';
import { costChart } from './cost-chart.js';

const HEADING = [
  'prevalence',
  'design',
  'tests/person',
  'of them retests',
  'sensitivity',
  'misses/100,000',
  'rounds',
  'specimens',
  'pools',
  'told apart',
];

/** `design compare` */
export function runCompare(args: readonly string[], desk: Desk): void {
  const { values, positionals } = parseOptions(args, { ...LABORATORY_OPTIONS, svg: { type: 'string' } });
  if (positionals.length > 0) throw new InputRefusal(`design compare ${positionals.join(' ')}: options only`);
  const tests = laboratoryTests(values, desk);
  const k = largestPool(values);
  const rows = compareDesigns(prevalencesOf(values).list, tests, k);
  const shows: Record<string, (rows: readonly ComparedDesign[]) => string> = { table, csv, json };
  const show = Object.hasOwn(shows, values.format) ? shows[values.format] : undefined;
  if (!show) throw new InputRefusal(`--format ${values.format}: expected table, csv or json`);
  desk.print(show(rows));
  if (values.svg === undefined) return;
  const { sensitivity, specificity } = tests.assay;
  const dilution = values.cts === undefined ? 'dilution not counted' : `dilution from ${values.cts}`;
  desk.write(
    values.svg,
    costChart(tests, k, [`Se ${sensitivity}, Sp ${specificity}, pools up to ${k}, ${dilution}`]),
  );
}

const cells = (one: ComparedDesign): (string | number)[] => [
  one.id,
  one.cost.testsPerPerson.toFixed(4),
  one.cost.retestsPerPerson.toFixed(4),
  one.cost.poolingSensitivity.toFixed(4),
  one.missedPer100000.toFixed(2),
  one.stages,
  one.specimens,
  one.pools,
  one.toldApart ?? '-',
];

function table(rows: readonly ComparedDesign[]): string {
  const lines = rows.map((one) => [percent(one.prevalence), ...cells(one).map(String)]);
  return `${columnsOf([HEADING, ...lines], [0, 2, 3, 4, 5, 6, 7, 8, 9])}\nsensitivity: share of the positives that reach their single test. rounds: one after another, single retests included.\n`;
}

const csv = (rows: readonly ComparedDesign[]): string =>
  csvText([HEADING, ...rows.map((one) => [one.prevalence, ...cells(one)])]).slice(1);

const json = (rows: readonly ComparedDesign[]): string => `${JSON.stringify(rows, null, 2)}\n`;
