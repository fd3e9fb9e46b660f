import { normaliseWell } from '#lis/hl7';
import { FileRefusal } from '../file-refusal.js';
import type { InstrumentFile, PlateWells } from '../instrument-file.js';

export const GEOMETRY = { 96: { rows: 8, columns: 12 }, 384: { rows: 16, columns: 24 } } as const;

/** A well by its name or its number along the rows; null when the plate has none of that name. */
export const wellOn = (plate: PlateWells, text: string): string | null =>
  normaliseWell(text, GEOMETRY[plate]);

/** Refuses a block that is said to be another one: `96-Well Block (0.2mL)`, `96fast`, `384-Well Block`. @throws FileRefusal */
export function checkBlock(block: string, plate: PlateWells): void {
  const wells = /\b(96|384)(?!\d)/.exec(block)?.[1];
  if (wells !== undefined && wells !== String(plate))
    throw new FileRefusal(`plate-not-${plate}`, {}, block.slice(0, 60));
}

/**
 * Reads a file as one of the plates that are taken, in their order: one of another kind says so by its wells, their numbers, or its block.
 * @throws FileRefusal of the last one that was tried
 */
export function readOnPlate(
  [plate = 96, ...others]: readonly PlateWells[],
  read: (plate: PlateWells) => InstrumentFile,
): InstrumentFile {
  try {
    return read(plate);
  } catch (error) {
    const isOther = error instanceof FileRefusal && error.code === `plate-not-${plate}`;
    if (!isOther || others.length === 0) throw error;
    return readOnPlate(others, read);
  }
}
