import { parse } from 'csv-parse/sync';
import { InputRefusal } from './input-refusal.js';

/** One line of a file: where it is, and its cells without spaces around them. */
export type Line = { readonly number: number; readonly cells: readonly string[] };
export type Lines = {
  readonly file: string;
  readonly lines: readonly Line[];
  readonly decimalComma: boolean;
};

/** What people call the input that is piped in. */
export const fileName = (file: string): string => (file === '-' ? 'standard input' : file);

/** Text of UTF-8, UTF-16 with a byte order mark, or what Chinese Excel saves as CSV (GB 18030). */
export function textOf(file: string, bytes: Buffer): string {
  const encodings = bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030'];
  for (const encoding of encodings)
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next one
    }
  throw new InputRefusal(`${fileName(file)}: is no text (UTF-8, UTF-16 or GB 18030)`);
}

/**
 * The lines of a CSV. Its first line tells whether commas, semicolons or tabs separate; lines that begin with # are remarks. With
 * semicolons or tabs a comma may be a decimal comma.
 * @throws InputRefusal naming file and line
 */
export function readLines(file: string, bytes: Buffer): Lines {
  const text = textOf(file, bytes);
  const first = text.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const delimiter = ['\t', ';', ','].find((one) => first.includes(one)) ?? ',';
  type Found = { record: string[]; info: { lines: number } };
  try {
    const found = parse(text, {
      bom: true,
      delimiter,
      trim: true,
      comment: '#',
      comment_no_infix: true,
      relax_column_count: true,
      info: true,
    }) as unknown as Found[];
    const lines = found
      .map(({ record, info }) => ({ number: info.lines, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
    if (lines.length === 0) throw new InputRefusal(`${fileName(file)}: is empty`);
    return { file, lines, decimalComma: delimiter !== ',' };
  } catch (error) {
    if (error instanceof InputRefusal) throw error;
    const { lines = '?', message } = error as { lines?: number; message: string };
    throw new InputRefusal(`${fileName(file)}, line ${lines}: ${message}`);
  }
}
