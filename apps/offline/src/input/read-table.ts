import { InputRefusal } from './input-refusal.js';
import { didYouMean } from './nearest-name.js';
import { fileName, type Lines } from './read-lines.js';

/** A row of a table with known columns. */
export type Row<Column extends string> = {
  /** the cell's text; empty when the column is not there */
  text(column: Column): string;
  /** refuses the cell, naming file, line and column */
  refuse(column: Column, expected: string): InputRefusal;
  readonly line: number;
};
export type Table<Column extends string> = {
  readonly columns: ReadonlySet<Column>;
  readonly rows: readonly Row<Column>[];
};

/**
 * Rows under a heading of known columns, in any order. Nothing is guessed: an unknown column, a column twice, a row that is longer or
 * shorter than its heading refuse the file.
 * @throws InputRefusal
 */
export function readTable<Column extends string>(
  { file, lines }: Lines,
  known: readonly Column[],
  required: readonly Column[],
): Table<Column> {
  const name = fileName(file);
  const [heading, ...body] = lines;
  const headings = (heading?.cells ?? []).map((cell) => cell.toLowerCase());
  const places = new Map<Column, number>();
  headings.forEach((cell, at) => {
    const where = `${name}, line ${heading?.number}, column ${at + 1}`;
    const column = known.find((one) => one === cell);
    if (column === undefined)
      throw new InputRefusal(
        `${where}: no column is called "${cell}"${didYouMean(cell, known)}; there are ${known.join(', ')}`,
      );
    if (places.has(column)) throw new InputRefusal(`${where}: column "${column}" stands there twice`);
    places.set(column, at);
  });
  const missing = required.filter((column) => !places.has(column));
  if (missing.length > 0)
    throw new InputRefusal(
      `${name}, line ${heading?.number}: column ${missing.join(' and ')} is missing; there must be ${required.join(', ')}`,
    );
  if (body.length === 0) throw new InputRefusal(`${name}: has a heading and no line below it`);
  const rows = body.map(({ number, cells }): Row<Column> => {
    if (cells.length !== headings.length)
      throw new InputRefusal(
        `${name}, line ${number}: ${cells.length} cells under ${headings.length} headings${cells.length > headings.length ? ' (a decimal comma? then separate cells by semicolons)' : ''}`,
      );
    const text = (column: Column) => cells[places.get(column) ?? -1] ?? '';
    const refuse = (column: Column, expected: string) =>
      new InputRefusal(
        `${name}, line ${number}, column ${(places.get(column) ?? 0) + 1} (${column}): "${text(column).slice(0, 40)}": ${expected}`,
      );
    return { text, refuse, line: number };
  });
  return { columns: new Set(places.keys()), rows };
}
