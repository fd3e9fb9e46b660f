/** A laid-out plate as a set-up file needs it: codes, never names (law 11). */
export type SetupPlate = {
  barcode: string;
  wells: readonly {
    well: string;
    kind: 'sample' | 'negative-control' | 'positive-control' | 'extraction-control' | 'blind';
    code: string | null;
  }[];
  /** every target of the kit, the internal control last, with the dye that reports it */
  targets: readonly { name: string; dye: string }[];
};

/** What the set-up files are called and sent as. `spreadsheet`: programs that open it may execute cells. */
export const SETUP_FORMATS = {
  quantstudio: { extension: 'txt', type: 'text/plain; charset=utf-8', spreadsheet: true },
  'abi-7500': { extension: 'txt', type: 'text/plain; charset=utf-8', spreadsheet: true },
  'lightcycler-480': { extension: 'txt', type: 'text/plain; charset=utf-8', spreadsheet: true },
  cfx: { extension: 'csv', type: 'text/csv; charset=utf-8', spreadsheet: true },
  'slan-96p': { extension: 'txt', type: 'text/plain; charset=gbk', spreadsheet: true },
  rdml: { extension: 'rdml', type: 'application/zip', spreadsheet: false },
} as const;
export type SetupFormat = keyof typeof SETUP_FORMATS;

/** Along the rows from 1: A1, A2 … H12, as thermocyclers count. */
export const wellNumber = (well: string): number =>
  'ABCDEFGH'.indexOf(well.charAt(0)) * 12 + Number(well.slice(1));

/** The wells as thermocyclers count them. */
export const inRowOrder = ({ wells }: SetupPlate) =>
  [...wells].sort((one, other) => wellNumber(one.well) - wellNumber(other.well));
