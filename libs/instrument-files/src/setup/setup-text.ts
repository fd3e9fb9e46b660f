// what spreadsheets take for the beginning of a formula, full-width forms too (as csvText of #lis/domain)
const executable = /^[=+\-@\t\r\n＝＋－＠]/u;

/** A cell that no spreadsheet executes and no delimiter breaks; the reader takes the apostrophe away again. */
function cellOf(text: string, delimiter: string): string {
  const flat = text
    .replaceAll(/[\t\r\n\0]/g, ' ')
    // where the list separator is another one, a spreadsheet cuts there; no code that a label can print has these
    .replaceAll(/[;,](?=[\s;,"]*[=+\-@＝＋－＠])/gu, ' ');
  const plain = executable.test(text) || executable.test(flat.trimStart()) ? `'${flat}` : flat;
  if (!plain.includes(delimiter) && !plain.includes('"')) return plain;
  return `"${plain.replaceAll('"', '""')}"`;
}

/** Lines of a delimited set-up file, CRLF. */
export const setupText = (rows: readonly (readonly string[])[], delimiter: string): string =>
  rows.map((row) => `${row.map((cell) => cellOf(cell, delimiter)).join(delimiter)}\r\n`).join('');
