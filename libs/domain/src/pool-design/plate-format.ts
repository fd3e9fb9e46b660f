/** Plates of the ANSI/SLAS format with 96 or 384 wells. */
export type PlateFormat = 96 | 384;

const ROWS = { 96: 8, 384: 16 } as const;

/** Wells that stay free for a negative and a positive control on a plate of pools. */
export const CONTROL_WELLS: Readonly<Record<PlateFormat, readonly string[]>> = {
  96: ['A12', 'H12'],
  384: ['A24', 'P24'],
};

/** A place on one of several plates; plates count from 1, positions from 1 column by column, as robots count them. */
export type PlatePlace = { readonly plate: number; readonly well: string; readonly position: number };

export const rowsOf = (format: PlateFormat): number => ROWS[format];

/** All wells column by column: A1, B1, … */
export function wellsOf(format: PlateFormat): string[] {
  const rows = ROWS[format];
  return Array.from(
    { length: format },
    (_, index) => `${String.fromCodePoint(65 + (index % rows))}${Math.floor(index / rows) + 1}`,
  );
}
