const ROWS = 'ABCDEFGH';
const COLUMNS = 12;

/** The 96 wells column by column, A1 … H1, A2 … H12: the order in which an eight-channel pipette fills a plate. */
export const WELLS: readonly string[] = Array.from(
  { length: ROWS.length * COLUMNS },
  (_, index) => `${ROWS[index % ROWS.length]}${Math.floor(index / ROWS.length) + 1}`,
);

const places = new Map(WELLS.map((well, index) => [well, index]));

/** One spelling of a well: `c05`, `C05`, ` C5 ` → `C5`; null when the plate has no such well. */
export function normaliseWell(text: string): string | null {
  const match = /^\s*([A-Ha-h])0?([1-9]\d?)\s*$/.exec(text);
  const well = match ? `${match[1]?.toUpperCase()}${Number(match[2])}` : '';
  return places.has(well) ? well : null;
}

/** Where a well comes in `WELLS`, 0 … 95; -1 when the plate has no such well. */
export function wellIndex(well: string): number {
  return places.get(well) ?? -1;
}

/** The well that takes this one's place when the plate is turned by 180°. */
export function turnedWell(well: string): string {
  return WELLS[WELLS.length - 1 - wellIndex(well)] ?? well;
}

/** The up to eight wells that touch a well by a side or a corner. */
export function neighboursOf(well: string): string[] {
  const index = wellIndex(well);
  if (index < 0) return [];
  const [row, column] = [index % ROWS.length, Math.floor(index / ROWS.length)];
  return WELLS.filter((other, place) => {
    const rows = Math.abs((place % ROWS.length) - row);
    const columns = Math.abs(Math.floor(place / ROWS.length) - column);
    return other !== well && rows <= 1 && columns <= 1;
  });
}
