/** One line of a table: its number in the file (from 1) and its cells, trimmed, full-width letters and digits made narrow. */
export type Line = { number: number; cells: string[] };
/** A text file is one sheet without a name. */
export type Sheet = { name: string; lines: Line[] };

/** One spelling of a cell: NFKC makes `Ｃｔ` and `Ｃt` one, spaces at the ends go. */
export const cellText = (text: string): string => text.normalize('NFKC').trim();
