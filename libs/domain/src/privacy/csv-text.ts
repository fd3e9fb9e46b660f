type Cell = string | number | null;

// What spreadsheets take for the beginning of a formula, the full-width forms of East Asian keyboards too.
const executable = /^[=+\-@\t\r\n＝＋－＠]/u;
const quoted = /[",\r\n]/;

/**
 * Rows as CSV (RFC 4180) with a byte order mark, by which Excel knows UTF-8. A text that a spreadsheet would execute
 * gets an apostrophe before it; numbers stay numbers.
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = executable.test(cell) ? `'${cell}` : cell;
  return quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
