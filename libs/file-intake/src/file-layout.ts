import type { ControlKind, KitDefinition } from '#lis/domain';

export type LayoutWell = {
  well: string;
  control: ControlKind | null;
  isSample: boolean;
  code: string | null;
};
/** The plate that a file is of, as it was laid out. */
export type FileLayout = {
  plateId: string;
  barcode: string;
  sweepId: number;
  timeZone: string;
  kit: KitDefinition;
  wells: ReadonlyMap<string, LayoutWell>;
};

/** What is there already of the plate's run that the file is of. */
export type KnownReading = { well: string; target: string; ct: number | null };

/** A run of the plate on this instrument; `seenAt` are the first and last times of its readings, epoch ms. */
export type KnownRun = { runNumber: string; from: number | null; to: number | null };
