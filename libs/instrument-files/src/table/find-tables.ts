import { type Column, columnsOf, headingKey } from './columns.js';
import type { Line, Sheet } from './sheet.js';

/** A heading line with the lines below it. */
export type Table = {
  sheet: string;
  header: Line;
  columns: Map<Column, number>;
  rows: Line[];
  /** the lines between the table before and this heading */
  before: Line[];
};

/** `results` has a place and a Ct, `amplification` a place, a cycle and a signal. */
export const isResults = ({ columns }: Table) =>
  columns.has('ct') && hasPlace(columns) && !columns.has('cycle');
export const isAmplification = ({ columns }: Table) =>
  columns.has('cycle') &&
  hasPlace(columns) &&
  (columns.has('rn') || columns.has('deltaRn') || columns.has('fluorescence'));

const hasPlace = (columns: ReadonlyMap<Column, number>) => columns.has('well') || columns.has('position');

/**
 * The tables of a sheet, found by the names of their columns wherever they stand. A table ends at the next heading, at a
 * line `[Name]`, or where a line has nothing in the column of the places.
 */
export function findTables({ name, lines }: Sheet): { tables: Table[]; rest: Line[] } {
  const tables: Table[] = [];
  let before: Line[] = [];
  let open: Table | null = null;
  for (const line of lines) {
    const columns = line.cells.length >= 3 ? columnsOf(line.cells) : new Map<Column, number>();
    // three known columns and no row of values: a sample may well be called "Target"
    const isHeading = hasPlace(columns) && columns.size >= 3;
    if (isHeading) {
      open = { sheet: name, header: line, columns, rows: [], before };
      tables.push(open);
      before = [];
    } else if (open !== null && isRow(open, line)) open.rows.push(line);
    else {
      open = null;
      before.push(line);
    }
  }
  return { tables, rest: before };
}

function isRow({ columns }: Table, { cells }: Line): boolean {
  const first = cells[0] ?? '';
  if (/^\[.*\]$/.test(first) || first.startsWith('*')) return false;
  const place = cells[columns.get('position') ?? columns.get('well') ?? 0] ?? '';
  // a summary below the table ("Analysis Type", "Slope: …") stands in the first column, often beside nothing
  return place !== '' && !(cells.filter((cell) => cell !== '').length <= 2 && headingKey(place).length > 3);
}
