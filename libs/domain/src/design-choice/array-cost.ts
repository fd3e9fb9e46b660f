import type { PoolTest } from '../pool-design/pool-design.js';
import { type DesignCost, requirePrevalence, requireTest } from './design-cost.js';

export type ArrayTests = {
  readonly row: PoolTest;
  readonly column: PoolTest;
  readonly retest: PoolTest;
  /** of the pool of all, when it is tested first */
  readonly master?: PoolTest;
};

/**
 * Array testing as Kim et al. (Biometrics 63 (2007) 1152) do it: retested are the crossings of positive rows and
 * columns, and the whole of a positive row when no column is positive, and of a positive column when no row is. (The
 * decoders here call such a row's members by COMP instead: `compCost`.) A row has as many members as there are columns.
 */
export function arrayCost(rows: number, columns: number, tests: ArrayTests, p: number): DesignCost {
  requirePrevalence(p);
  const { row, column, retest, master } = tests;
  for (const test of [row, column, retest, ...(master ? [master] : [])]) requireTest(test);
  if (![rows, columns].every((side) => Number.isInteger(side) && side >= 2))
    throw new RangeError(`array of ${rows} × ${columns}`);
  const q = 1 - p;
  const ofPositive =
    row.sensitivity * column.sensitivity +
    row.sensitivity * (1 - column.sensitivity) * othersNegative(column, rows, columns, q) +
    column.sensitivity * (1 - row.sensitivity) * othersNegative(row, columns, rows, q);
  const ofNegative =
    positiveWithout(row, columns, q) * positiveWithout(column, rows, q) +
    alone(row, column, rows, columns, q) +
    alone(column, row, columns, rows, q);
  const people = rows * columns;
  const pools = (rows + columns) / people;
  const gate = master ? gateOf(tests, rows, columns, q) : null;
  const shared = p * ofPositive + q * ofNegative;
  const retests = gate ? gate.sensitivity * shared - gate.falsely : shared;
  const poolingSensitivity = (gate?.sensitivity ?? 1) * ofPositive;
  // a negative is among the falsely retested of an array without positives with chance q^(n − 1)
  const retestOfNegative = gate
    ? gate.sensitivity * ofNegative - (q === 0 ? 0 : gate.falsely / q)
    : ofNegative;
  return {
    testsPerPerson: (gate ? 1 / people + gate.chance * pools : pools) + retests,
    retestsPerPerson: retests,
    poolingSensitivity,
    sensitivity: poolingSensitivity * retest.sensitivity,
    specificity: 1 - (1 - retest.specificity) * retestOfNegative,
  };
}

/** Of a negative person's pool of `size`: its test is positive. */
const positiveWithout = ({ sensitivity, specificity }: PoolTest, size: number, q: number): number =>
  sensitivity + (1 - specificity - sensitivity) * q ** (size - 1);

/** All pools on a side but one are tested negative; they are `count` with that one, of `size`. */
const othersNegative = (
  { sensitivity, specificity }: PoolTest,
  size: number,
  count: number,
  q: number,
): number => (1 - sensitivity + (sensitivity + specificity - 1) * q ** size) ** (count - 1);

/**
 * A negative person's line is tested positive and all lines across it negative. The lines across are `count` with
 * `size` members each, so the line has `count` members.
 */
function alone(line: PoolTest, across: PoolTest, size: number, count: number, q: number): number {
  const all = othersNegative(across, size, count, q);
  const whenLineIsFree = (q * (1 - positiveWithout(across, size, q))) ** (count - 1);
  const lineIsPositive = (1 - line.specificity) * whenLineIsFree + line.sensitivity * (all - whenLineIsFree);
  return (1 - positiveWithout(across, size, q)) * lineIsPositive;
}

/** What a master pool changes: chance that it is positive, and what retests a negative master pool spares besides. */
function gateOf({ row, column, master }: ArrayTests, rows: number, columns: number, q: number) {
  const { sensitivity, specificity } = master as PoolTest;
  const free = q ** (rows * columns);
  const youden = sensitivity + specificity - 1;
  const [a, b] = [1 - row.specificity, 1 - column.specificity];
  const whenFree = a * b + a * column.specificity ** columns + b * row.specificity ** rows;
  return { sensitivity, chance: sensitivity - youden * free, falsely: youden * free * whenFree };
}
