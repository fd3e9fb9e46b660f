import type { Cell, Table } from './cells.js';
import type { ReadTable } from './document.js';

/** Standard errors that two simulations may lie apart. */
const APART = 4.5;

/** Where a table of the document is not what was computed now; empty when all is as it should be. */
export function differences(table: Table, committed: ReadTable | undefined): string[] {
  if (!committed) return [`${table.name}: is not in the document`];
  if (committed.columns.join('|') !== table.columns.join('|')) return [`${table.name}: other columns`];
  if (committed.rows.length !== table.rows.length)
    return [`${table.name}: ${committed.rows.length} rows, ${table.rows.length} computed`];
  return table.rows.flatMap((row, r) =>
    row.flatMap((cell, c) => {
      const text = committed.rows[r]?.[c] ?? '';
      return isSame(cell, text)
        ? []
        : [`${table.name}, row ${r + 1}, ${table.columns[c] ?? ''}: "${text}", computed "${cell.text}"`];
    }),
  );
}

function isSame(cell: Cell, committed: string): boolean {
  if (cell.kind === 'measured') return committed !== '';
  if (cell.kind !== 'simulated') return cell.text === committed;
  // too few draws to see any
  if (cell.text === '–') return true;
  const [now, then] = [numbers(cell.text), numbers(committed)];
  if (!now || !then) return false;
  // three decimals are written
  const error = Math.hypot(now.error, then.error, 0.001);
  return Math.abs(now.mean - then.mean) <= APART * error;
}

function numbers(text: string): { mean: number; error: number } | null {
  const found = /^([\d.]+) ± ([\d.]+)$/.exec(text);
  return found ? { mean: Number(found[1]), error: Number(found[2]) } : null;
}
