/** The families of exports that are read; the export's content decides, never its name. */
export const INSTRUMENT_FORMATS = [
  'quantstudio',
  'abi-7500',
  'lightcycler-480',
  'cfx',
  'slan-96p',
  'rdml',
] as const;
export type InstrumentFormat = (typeof INSTRUMENT_FORMATS)[number];

/** Wells of the plate that a file is of. */
export type PlateWells = 96 | 384;

/** What the file says a well is for; `other`: a word that is none of these, kept in the well's flags. */
export type FileTask = 'unknown' | 'negative' | 'positive' | 'standard' | 'other';

export type FileReading = {
  /** as `readTargetCell` of #lis/hl7 names it; null when the file names the dye alone */
  target: string | null;
  /** upper case without spaces: FAM, VIC, CY5 …; null when the file does not say */
  dye: string | null;
  /** cycles, above 0; null: the instrument says that there is none, or the cell is empty */
  ct: number | null;
  /** the cell as it stands in the file */
  raw: string;
  /** the instrument's own opinion, evidence only */
  call: 'POS' | 'NEG' | 'INV' | null;
  /** quality flags of the instrument that are set, e.g. HIGHSD, EXPFAIL */
  flags: string[];
};
export type FileWell = {
  /** `A1` … `H12`; to `P24` on a plate of 384 */
  well: string;
  sample: string | null;
  /** null: the file does not say */
  task: FileTask | null;
  readings: FileReading[];
};

/** HL7 times (`YYYYMMDDHHMMSS`, with `+ZZZZ` only where the file gives a zone that has one meaning). */
export type FileRun = {
  instrumentSerial: string | null;
  instrumentModel: string | null;
  name: string | null;
  plateBarcode: string | null;
  startedAt: string | null;
  endedAt: string | null;
  chemistry: string | null;
};
/** One curve: `values[i]` was measured in cycle `cycles[i]`. */
export type Amplification = {
  well: string;
  target: string | null;
  dye: string | null;
  kind: 'rn' | 'delta-rn' | 'fluorescence';
  cycles: number[];
  values: number[];
};
export type InstrumentFile = {
  format: InstrumentFormat;
  plate: PlateWells;
  run: FileRun;
  /** in the order of the file */
  wells: FileWell[];
  amplification: Amplification[];
  /** `code:detail`: what was read otherwise than it stands there, or left out */
  warnings: string[];
};

export const NO_RUN_FACTS: FileRun = {
  instrumentSerial: null,
  instrumentModel: null,
  name: null,
  plateBarcode: null,
  startedAt: null,
  endedAt: null,
  chemistry: null,
};
