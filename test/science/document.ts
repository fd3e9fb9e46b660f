import type { Table } from './cells.js';

export type ReadTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

const place = (name: string) => new RegExp(`(<!-- table ${name} -->\n)[^]*?(<!-- end -->)`);

/** The document with a table's place filled anew. @throws Error when the document has no such place */
export function withTable(document: string, { name, columns, rows }: Table): string {
  if (!place(name).test(document)) throw new Error(`the document has no <!-- table ${name} -->`);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const text =
    line(columns) +
    line(columns.map((_, at) => (at === 0 ? '---' : '---:'))) +
    rows.map((row) => line(row.map((cell) => cell.text))).join('');
  // a function: a cell may hold $
  return document.replace(place(name), (_whole, before: string, after: string) => `${before}${text}${after}`);
}

/** The document with what its times were measured on. */
export const withMachine = (document: string, machine: string): string =>
  document.replace(
    /(<!-- machine -->)[^]*?(<!-- end machine -->)/,
    (_whole, before: string, after: string) => `${before}${machine}${after}`,
  );

/** The tables of the document by their names. */
export function tablesOf(document: string): Map<string, ReadTable> {
  const found = document.matchAll(/<!-- table ([\w-]+) -->\n([^]*?)<!-- end -->/g);
  return new Map(
    [...found].map(([, name = '', text = '']) => {
      const [columns = [], , ...rows] = text
        .trim()
        .split('\n')
        .map((line) => line.replace(/^\| | \|$/g, '').split(' | '));
      return [name, { columns, rows }];
    }),
  );
}
