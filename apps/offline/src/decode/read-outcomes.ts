import { type CtReading, type PoolOutcome, readCt } from '#lis/domain';
import type { NamedDesign } from '../designs/named-design.js';
import { poolLabel } from '../designs/named-design.js';
import { numberOf } from '../input/numbers.js';
import type { Lines } from '../input/read-lines.js';
import { readTable, type Row } from '../input/read-table.js';
import { type BatchInput, erased, plain, type PoolReading, readingOfCt } from './pool-reading.js';
import { poolFinder } from './find-pool.js';

export type CtRules = {
  /** null: outcomes stand as they are */
  readonly cutoff: number | null;
  readonly grey: number;
  /** words of this file for "not detected", besides the usual ones */
  readonly undetected: readonly string[];
  /** whether Ct values are weighed: then the decoder judges what contradicts its outcome */
  readonly weighed: boolean;
};

export const OUTCOME_COLUMNS = ['batch', 'pool', 'outcome', 'ct', 'control'] as const;
type Column = (typeof OUTCOME_COLUMNS)[number];
type OutcomeRow = Row<Column>;

const WORDS: Readonly<Record<string, PoolOutcome>> = {
  negative: 'negative',
  neg: 'negative',
  '0': 'negative',
  positive: 'positive',
  pos: 'positive',
  '1': 'positive',
  erased: 'erased',
  invalid: 'erased',
  failed: 'erased',
};
const UNDETECTED = ['undetermined', 'undetected', 'not detected', 'no ct'];

/**
 * The outcomes of pools from a CSV: pool, outcome or ct or both, batch for several batches, control (ok, failed).
 * @throws InputRefusal for an unknown pool, a pool twice, a word that is none, a Ct and an outcome that disagree
 */
export function readOutcomes(lines: Lines, named: NamedDesign, rules: CtRules): BatchInput[] {
  const { columns, rows } = readTable(lines, OUTCOME_COLUMNS, ['pool']);
  if (!columns.has('outcome') && !columns.has('ct'))
    throw rows[0]?.refuse('pool', 'there is neither a column "outcome" nor a column "ct"') ?? new Error();
  if (!columns.has('outcome') && rules.cutoff === null)
    throw rows[0]?.refuse('ct', 'a Ct needs a cut-off: --cutoff CT') ?? new Error();
  if (rules.weighed && !columns.has('ct'))
    throw rows[0]?.refuse('pool', 'there is no column "ct" to weigh (--ct-sigma)') ?? new Error();
  const find = poolFinder(named);
  const batches = new Map<string, BatchInput & { lines: Map<number, number> }>();
  for (const row of rows) {
    const name = row.text('batch');
    if (columns.has('batch') && name === '') throw row.refuse('batch', 'which batch?');
    const batch = batches.get(name) ?? {
      batch: name,
      readings: new Map(),
      controlFailed: false,
      lines: new Map(),
    };
    batches.set(name, batch);
    const found = find(row.text('pool'));
    if ('expected' in found) throw row.refuse('pool', found.expected);
    const before = batch.lines.get(found.pool);
    if (before !== undefined)
      throw row.refuse(
        'pool',
        `pool ${poolLabel(named, found.pool)}${name === '' ? '' : ` of batch ${name}`} stands in line ${before} already`,
      );
    batch.lines.set(found.pool, row.line);
    batch.readings.set(found.pool, readingOf(row, rules, lines.decimalComma));
  }
  return [...batches.values()];
}

function readingOf(row: OutcomeRow, rules: CtRules, decimalComma: boolean): PoolReading {
  const control = row.text('control').toLowerCase();
  if (!['', 'ok', 'passed', 'failed'].includes(control)) throw row.refuse('control', 'expected ok or failed');
  const word = row.text('outcome').toLowerCase();
  const said = word === '' ? null : Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (said === undefined)
    throw row.refuse(
      'outcome',
      'expected negative, positive or erased (or 0, 1); a blank is a pool without outcome',
    );
  const ct = ctOf(row, rules, decimalComma);
  if (control === 'failed') return erased('its control failed', { kind: 'failed-control' });
  if (said === 'erased') return erased('it says so');
  if (rules.cutoff === null || ct.kind === 'missing')
    return said === null ? erased(rules.cutoff === null ? 'no outcome' : 'no Ct') : plain(said);
  const reading = readingOfCt(ct, rules.cutoff, rules.grey);
  if (said !== null && said !== reading.outcome) {
    if (rules.weighed) return { ...reading, outcome: said };
    throw row.refuse(
      'outcome',
      `its Ct "${row.text('ct')}" is ${reading.outcome} by the cut-off ${rules.cutoff}`,
    );
  }
  return reading;
}

function ctOf(row: OutcomeRow, rules: CtRules, decimalComma: boolean): CtReading {
  const cell = row.text('ct');
  const isNamed = UNDETECTED.includes(cell.toLowerCase());
  const value = numberOf(cell, decimalComma);
  try {
    const text = isNamed
      ? (UNDETECTED[0] ?? '')
      : Number.isNaN(value) || rules.undetected.includes(cell)
        ? cell
        : String(value);
    return readCt(text, true, [...(isNamed ? UNDETECTED : []), ...rules.undetected]);
  } catch {
    throw row.refuse(
      'ct',
      /^[-+]?\d/.test(cell) && value <= 0
        ? `no Ct is ${cell}; if this file writes it for "not detected", say --undetected ${cell}`
        : 'expected a Ct (above 0, at most 60), Undetermined, or nothing; other words for "not detected" by --undetected WORD',
    );
  }
}
