import { readTarget } from '../cells/file-target.js';
import { FileRefusal } from '../file-refusal.js';
import type { Amplification, PlateWells } from '../instrument-file.js';
import type { Column } from '../table/columns.js';
import type { Table } from '../table/find-tables.js';
import { placeOf, wellOf } from './read-results.js';

const kinds: [Column, Amplification['kind']][] = [
  ['rn', 'rn'],
  ['deltaRn', 'delta-rn'],
  ['fluorescence', 'fluorescence'],
];

/** The curves of a table with a line per well, target and cycle. An empty signal is left out. @throws FileRefusal */
export function readAmplification(table: Table, plate: PlateWells): Amplification[] {
  const curves = new Map<string, Amplification>();
  for (const line of table.rows) {
    const cell = (column: Column) => line.cells[table.columns.get(column) ?? -1] ?? '';
    const { target, dye } = readTarget(cell('target'), cell('dye'));
    const cycle = Number(cell('cycle'));
    if (!Number.isInteger(cycle) || cycle < 0 || cycle > 200)
      throw new FileRefusal('cell-unreadable', placeOf(table, line, 'cycle'), cell('cycle').slice(0, 60));
    const well = wellOf(table, line, plate);
    for (const [column, kind] of kinds) {
      const text = cell(column);
      if (text === '') continue;
      const value = Number(
        /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.'),
      );
      if (!Number.isFinite(value))
        throw new FileRefusal('cell-unreadable', placeOf(table, line, column), text.slice(0, 60));
      const key = `${well}\n${target}\n${dye}\n${kind}`;
      const curve = curves.get(key) ?? { well, target, dye, kind, cycles: [], values: [] };
      curve.cycles.push(cycle);
      curve.values.push(value);
      curves.set(key, curve);
    }
  }
  return [...curves.values()];
}
