/** `order` is how places given as 1–96 are counted: along rows (2 = A2, the default) or down columns (2 = B1). */
export interface PlateGeometry {
  rows: number;
  columns: number;
  order?: 'rows' | 'columns';
  /** numbers begin at 0: `0` and `0^0` are A1 */
  zeroBased?: boolean;
}

export const PLATE_96: PlateGeometry = { rows: 8, columns: 12 };

/**
 * One name for a place on a plate, `A1` … `H12`, from what analysers write in SAC-11: `C05`, `C5`, `c 5`,
 * `3^5` (row, column) or a number, from 1 or from 0. `null` when it is none of these or outside the plate.
 */
export function normaliseWell(raw: string, plate: PlateGeometry = PLATE_96): string | null {
  const text = raw.trim();
  const named = /^([A-Za-z])\s?0*(\d{1,2})$/.exec(text);
  if (named !== null) return wellAt(rowOfLetter(named[1] ?? ''), Number(named[2]), plate);
  const first = plate.zeroBased === true ? 0 : 1;
  const pair = /^0*(\d{1,2})\^0*(\d{1,2})\^*$/.exec(text);
  if (pair !== null) return wellAt(Number(pair[1]) + 1 - first, Number(pair[2]) + 1 - first, plate);
  const split = /^([A-Za-z])\^0*(\d{1,2})\^*$/.exec(text);
  if (split !== null) return wellAt(rowOfLetter(split[1] ?? ''), Number(split[2]), plate);
  if (!/^\d{1,4}$/.test(text)) return null;
  const index = Number(text) - first;
  if (index < 0 || index >= plate.rows * plate.columns) return null;
  return plate.order === 'columns'
    ? wellAt((index % plate.rows) + 1, Math.floor(index / plate.rows) + 1, plate)
    : wellAt(Math.floor(index / plate.columns) + 1, (index % plate.columns) + 1, plate);
}

function wellAt(row: number, column: number, plate: PlateGeometry): string | null {
  if (row < 1 || row > plate.rows || column < 1 || column > plate.columns) return null;
  return String.fromCharCode(64 + row) + String(column);
}

function rowOfLetter(letter: string): number {
  return letter.toUpperCase().charCodeAt(0) - 64;
}
