import { zipSync } from 'fflate';
import readWorkbookFile from 'read-excel-file/node';
import { boundedUnzip } from '../bytes/bounded-unzip.js';
import { FileRefusal } from '../file-refusal.js';
import { cellText, type Sheet } from './sheet.js';

/**
 * The sheets of an xlsx as text cells. It is unpacked within bounds first and packed again without compression, so that
 * the library, which knows no bounds, never sees what the sender packed.
 * @throws FileRefusal `zip-broken`, `zip-too-large`, `xml-entities`
 */
export async function readWorkbook(bytes: Buffer): Promise<Sheet[]> {
  const entries = boundedUnzip(bytes, (name) => /\.(xml|rels)$/.test(name));
  const repacked = Buffer.from(zipSync(entries, { level: 0 }));
  let sheets: { sheet: string; data: readonly (readonly unknown[])[] }[];
  try {
    sheets = await readWorkbookFile(repacked);
  } catch {
    throw new FileRefusal('zip-broken');
  }
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    lines: data.flatMap((row, index) => {
      const cells = row.slice(0, 600).map(textOf);
      return cells.every((cell) => cell === '') ? [] : [{ number: index + 1, cells }];
    }),
  }));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && 'toISOString' in value)
    // a spreadsheet's time has no zone: the wall clock of whoever wrote it
    return (value as { toISOString(): string }).toISOString().slice(0, 19).replace('T', ' ');
  return typeof value === 'string' || typeof value === 'boolean' ? cellText(String(value)) : '';
}
