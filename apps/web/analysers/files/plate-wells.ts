import type { FilePreview } from '#lis/contracts';

export type PlateWell = FilePreview['plateWells'][number];
export const plateRows = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
export const plateColumns = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The well to which a key moves; the same at the plate's edge; undefined: the key moves nothing. */
export function wellAfter(well: string, key: string): string | undefined {
  const step = steps[key];
  if (!step) return undefined;
  const row = plateRows.indexOf(well.charAt(0) as (typeof plateRows)[number]) + step[0];
  const column = Number(well.slice(1)) + step[1];
  const letter = plateRows[row];
  return letter === undefined || column < 1 || column > 12 ? well : `${letter}${column}`;
}

/** What a picture says of a well beside its role. The first that fits is the gravest. */
export type WellMark = 'disagrees' | 'outside' | 'differs' | 'missing' | 'signal' | 'plain';

export function markOf(
  { well, role, readings }: PlateWell,
  { disagreements, known, missing }: Pick<FilePreview, 'disagreements' | 'known' | 'missing'>,
  internalControl: string | undefined,
): WellMark {
  if (role === null) return 'outside';
  if (disagreements.some((one) => one.well === well)) return 'disagrees';
  if (known.different.includes(well)) return 'differs';
  if (missing.includes(well)) return 'missing';
  // only a picture: what counts as seen is the kit's to say, when the run is judged
  const isSignal = readings.some(({ target, ct }) => ct !== null && target !== internalControl);
  return isSignal ? 'signal' : 'plain';
}
