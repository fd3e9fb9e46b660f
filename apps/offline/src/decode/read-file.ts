import { FileRefusal, readInstrumentFile } from '#lis/instrument-files';
import type { Desk } from '../desk.js';
import type { NamedDesign } from '../designs/named-design.js';
import { InputRefusal } from '../input/input-refusal.js';
import { didYouMean } from '../input/nearest-name.js';
import { fileName, type Lines, readLines, textOf } from '../input/read-lines.js';
import type { DecodeOptions } from './decode-options.js';
import type { ExportRead } from './read-export.js';
import { readExport } from './read-export.js';
import { OUTCOME_COLUMNS, readOutcomes } from './read-outcomes.js';

type Given = Extract<DecodeOptions, { help: false }>;

/** A block of 384 shows itself by its wells, their numbers or its name; nothing shows one of 96, so that it is tried first. */
const PLATES_BY = { 96: [96], 384: [384], either: [96, 384] } as const;

/** The file's batches, whatever it is: a CSV with a column `pool`, or else a thermocycler's export. @throws InputRefusal */
export async function readFile(
  options: Given,
  named: NamedDesign,
  wells: Lines | null,
  desk: Desk,
): Promise<ExportRead> {
  const bytes = desk.read(options.file);
  const isArchive = bytes.subarray(0, 2).toString('latin1') === 'PK' || bytes[0] === 0xd0;
  const heading = isArchive ? [] : headingOf(options.file, bytes);
  if (heading.includes('pool')) {
    if (wells !== null)
      throw new InputRefusal(
        '--pools says which wells of an export are which pools; this file is a CSV of pools.',
      );
    if (options.plate !== undefined)
      throw new InputRefusal('--plate is about an export; this file is a CSV of pools.');
    const { cutoff = null, grey, undetected, ct } = options;
    const rules = { cutoff, grey, undetected, weighed: ct !== undefined };
    const read = readOutcomes(readLines(options.file, bytes), named, rules);
    return { batches: read, notes: [] };
  }
  try {
    const found = await readInstrumentFile(bytes, PLATES_BY[options.plate ?? 'either']);
    return readExport(found, named, wells, options);
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    throw new InputRefusal(refusalText(fileName(options.file), error, heading));
  }
}

/** The first line of a text that has some: its cells in small letters. */
function headingOf(file: string, bytes: Buffer): string[] {
  const first = textOf(file, bytes)
    .split(/\r?\n/)
    .find((line) => line.trim() !== '' && !line.startsWith('#'));
  return (first ?? '').split(/[,;\t]/).map((cell) => cell.replaceAll('"', '').trim().toLowerCase());
}

function refusalText(file: string, { code, place, found }: FileRefusal, heading: readonly string[]): string {
  const where = [
    place.sheet === undefined ? '' : `, sheet ${place.sheet}`,
    place.line === undefined ? '' : `, line ${place.line}`,
    place.column === undefined ? '' : `, column ${place.column}`,
  ].join('');
  if (code !== 'format-unknown') return `${file}${where}: ${code}${found === '' ? '' : ` "${found}"`}`;
  const meant = heading
    .map((cell) => (cell === '' ? '' : didYouMean(cell, OUTCOME_COLUMNS)))
    .find((text) => text !== '');
  const columns = heading.filter((cell) => cell !== '').slice(0, 6);
  return `${file}: neither a CSV with the columns "pool" and "outcome" or "ct", nor an export of QuantStudio, ABI 7500, LightCycler 480, CFX, SLAN-96P or RDML${columns.length > 0 ? `; it begins with ${columns.map((cell) => `"${cell.slice(0, 30)}"`).join(', ')}` : ''}${meant ?? ''}`;
}
