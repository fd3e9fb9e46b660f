import { readCallCell, readCtCell } from '#lis/hl7';
import { readTarget } from '../cells/file-target.js';
import { readTask } from '../cells/file-task.js';
import { FileRefusal, type FilePlace } from '../file-refusal.js';
import type { PlateWells } from '../instrument-file.js';
import { type Column, headingKey } from '../table/columns.js';
import type { Table } from '../table/find-tables.js';
import type { Line } from '../table/sheet.js';
import type { WellRow } from './collect-wells.js';
import { wellOn } from './plate-kind.js';

/** Where a cell of a row stands in the file. */
export const placeOf = ({ sheet, columns }: Table, { number }: Line, column: Column): FilePlace => ({
  ...(sheet === '' ? {} : { sheet }),
  line: number,
  column: (columns.get(column) ?? 0) + 1,
});

const cut = (text: string) => text.slice(0, 60);

/** The place of a row: its position, which a number of the well must not contradict. @throws FileRefusal */
export function wellOf(table: Table, line: Line, plate: PlateWells): string {
  const cell = (column: Column) => line.cells[table.columns.get(column) ?? -1] ?? '';
  const column: Column = table.columns.has('position') ? 'position' : 'well';
  const text = cell(column);
  const well = wellOn(plate, text);
  if (well !== null) {
    const number = column === 'position' ? cell('well') : '';
    if (number === '' || wellOn(plate, number) === well) return well;
    // on a block of 384 A2 is the second well too, but the second row begins elsewhere
    throw new FileRefusal(`plate-not-${plate}`, placeOf(table, line, 'well'), cut(`${number} ${text}`));
  }
  const isLarger =
    plate === 96 && (wellOn(384, text) !== null || (/^\d{1,4}$/.test(text) && Number(text) > 96));
  throw new FileRefusal(isLarger ? 'plate-not-96' : 'well-unknown', placeOf(table, line, column), cut(text));
}

/**
 * The rows of a results table. Nothing is guessed: a cell of the Ct column that is neither a number nor one of the words for
 * none refuses the file. A row without sample, target and dye is an empty well.
 * @throws FileRefusal `cell-unreadable`, `well-unknown`, `plate-not-96`, `plate-not-384`, `target-missing`, `row-too-long`, `row-too-short`
 */
export function readResults(table: Table, filter: string, plate: PlateWells): WellRow[] {
  const flagColumns = flagsOf(table);
  return table.rows.flatMap((line): WellRow[] => {
    const cell = (column: Column) => line.cells[table.columns.get(column) ?? -1] ?? '';
    const place = placeOf(table, line, 'ct');
    const width = table.header.cells.length;
    // a decimal comma that is a separator as well moves every value after it
    if (line.cells.slice(width).some((text) => text !== ''))
      throw new FileRefusal('row-too-long', { ...place, column: width + 1 });
    // a line that was cut before its Ct says nothing about it; a workbook's lines have no such end
    if (table.sheet === '' && line.cells.length <= (table.columns.get('ct') ?? 0))
      throw new FileRefusal('row-too-short', place);
    const well = wellOf(table, line, plate);
    const raw = cell('ct');
    const { target, dye } = readTarget(cell('target'), cell('dye') === '' ? filter : cell('dye'));
    const sample = plainName(cell('sample'));
    if (target === null && dye === null) {
      if (sample === null || raw === '') return [];
      throw new FileRefusal('target-missing', placeOf(table, line, 'target'), cut(sample));
    }
    const { ct, ctState } = readCtCell(raw);
    if (ctState === 'unreadable') throw new FileRefusal('cell-unreadable', place, cut(raw));
    const callText = cell('call');
    const flags = flagColumns.flatMap(({ at, name }) => (isSet(line.cells[at] ?? '') ? [name] : []));
    const task = readTask(cell('task'));
    if (task === 'other') flags.push(`TASK:${cut(cell('task'))}`);
    return [
      {
        well,
        sample,
        task,
        reading: { target, dye, ct, raw: cut(raw), call: readCallCell(callText), flags },
        place,
      },
    ];
  });
}

/** A name as it was before a set-up file kept it from being taken for a formula. */
export function plainName(text: string): string | null {
  const plain = /^'[=+\-@]/.test(text) ? text.slice(1) : text;
  return plain === '' ? null : plain.slice(0, 80);
}

// HIGHSD, NOAMP, EXPFAIL … of ABI (columns of Y and N), and states of the others
const knownFlags =
  /^(highsd|noamp|outlierrg|expfail|badrox|noisy|spike|offscale|highnoise|nosignal|outlier|thresholdfail|baselinefail|ctfail|cqconf.*fail|ampstatus|status|备注|异常|报警)$/;

function flagsOf({ header }: Table): { at: number; name: string }[] {
  return header.cells.flatMap((cell, at) => {
    const key = headingKey(cell);
    return cell.length <= 40 && knownFlags.test(key) ? [{ at, name: key.toUpperCase() }] : [];
  });
}

const isSet = (text: string) => /^(y|yes|true|1|fail|noamp|no amp|inconclusive|flag|报警|异常)$/i.test(text);
