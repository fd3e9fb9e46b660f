import { z } from 'zod';
import { Moment, ScannedCode, SignedId, text, WellName } from './scalars.js';

const FileId = z.string().regex(/^[1-9]\d{0,17}$/);
const said = {
  /** when the file does not name its plate, or names another */
  plateBarcode: ScannedCode.optional(),
  /** when several runs of this instrument read the plate */
  runNumber: text(60).optional(),
  /** which target each dye stands for, e.g. {"FAM": "ORF1AB"}, where the file names dyes alone */
  targetsByDye: z.record(text(20).min(1), text(40).min(1)).optional(),
};
/** A new file, or another look at one that is there already. */
export const PreviewFileRequest = z
  .strictObject({
    /** of one that is there; else the three that follow */
    fileId: FileId.optional(),
    instrumentId: SignedId.optional(),
    /** a hint only */
    name: text(200).min(1).optional(),
    content: z.base64().min(1).optional(),
    ...said,
  })
  .refine(
    ({ fileId, instrumentId, name, content }) =>
      [instrumentId, name, content].every((one) => (one === undefined) === (fileId !== undefined)),
    'either fileId, or instrumentId, name and content',
  );
export type PreviewFileRequest = z.infer<typeof PreviewFileRequest>;

const PreviewWell = z.object({
  well: WellName,
  /** null: nobody laid it out */
  role: z.enum(['sample', 'negative-control', 'positive-control', 'extraction-control', 'blind']).nullable(),
  laidOut: z.string().nullable(),
  inFile: z.string().nullable(),
  /** what would be taken over; empty: the file has nothing of this well */
  readings: z.array(
    z.object({
      target: z.string(),
      ct: z.number().nullable(),
      call: z.enum(['POS', 'NEG', 'INV']).nullable(),
      flags: z.array(z.string()),
    }),
  ),
});
/** What would be taken over. `preview` is what the technician has seen; it is said again to accept it. */
export const FilePreview = z.object({
  fileId: FileId,
  state: z.enum(['waiting', 'accepted', 'refused']),
  preview: z.string(),
  refusal: z.record(z.string(), z.union([z.string(), z.int()])).nullable(),
  format: z.string().nullable(),
  plate: z.object({ barcode: z.string(), by: z.enum(['given', 'file']) }).nullable(),
  runNumber: z.string(),
  /** a run of the plate that is there already and that this file is of */
  joins: z.boolean(),
  /** why it cannot be accepted as it stands: `plate-unknown`, `target-unknown:FAM` … */
  problems: z.array(z.string()),
  /** why a person must look at it, though it can be accepted */
  doubts: z.array(z.string()),
  wells: z.object({ samples: z.int(), controls: z.int(), outside: z.int() }),
  controls: z.object({
    verdict: z.enum(['accepted', 'rejected', 'waiting']),
    reasons: z.array(z.string()),
  }),
  disagreements: z.array(
    z.object({ well: WellName, laidOut: z.string().nullable(), inFile: z.string().nullable() }),
  ),
  /** wells of tubes without a reading of every target of the kit */
  missing: z.array(WellName),
  known: z.object({ same: z.int(), different: z.array(WellName) }),
  /** the plate as a picture: what was laid out, and what the file says of it; empty while the plate is not known */
  plateWells: z.array(PreviewWell),
  warnings: z.array(z.string()),
  /** nothing to doubt: all controls good, layout agrees, nothing missing */
  isClean: z.boolean(),
});
export type FilePreview = z.infer<typeof FilePreview>;

export const AcceptFileRequest = z.strictObject({ fileId: FileId, preview: text(64).min(1) });
export const AcceptFileAnswer = z.object({
  outcome: z.enum(['accepted', 'replayed']),
  fileId: FileId,
  plateBarcode: z.string(),
  runNumber: z.string(),
  readings: z.int(),
  acceptedAt: z.string(),
});
export type AcceptFileAnswer = z.infer<typeof AcceptFileAnswer>;

const FileState = z.enum(['waiting', 'accepted', 'refused']);
/** `before`: the file at which the last page ended. */
export const InstrumentFilesQuery = z.strictObject({
  state: FileState.default('waiting'),
  before: FileId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type InstrumentFilesQuery = z.infer<typeof InstrumentFilesQuery>;
/** Those that wait are told oldest first, because they are to be done; the others newest first. */
export const InstrumentFiles = z.object({
  files: z.array(
    z.object({
      fileId: FileId,
      instrumentId: SignedId,
      instrumentSerial: z.string(),
      name: z.string(),
      source: z.enum(['upload', 'folder']),
      state: FileState,
      receivedAt: Moment,
      /** of a refused one: code, sheet, line, column, and what was found there */
      refusal: z.record(z.string(), z.union([z.string(), z.int()])).nullable(),
      /** of an accepted one */
      plateBarcode: z.string().nullable(),
      acceptedAt: Moment.nullable(),
      acceptedBy: z.string().nullable(),
    }),
  ),
  next: FileId.nullable(),
});
export type InstrumentFiles = z.infer<typeof InstrumentFiles>;
export const SetFileSettingRequest = z.strictObject({
  instrumentId: SignedId,
  /** below WATCH_FOLDER; null: files are uploaded only */
  folder: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/)
    .nullable(),
  acceptsClean: z.boolean(),
  targetsByDye: z.record(text(20).min(1), text(40).min(1)),
});
export type SetFileSettingRequest = z.infer<typeof SetFileSettingRequest>;
/** How the files of each instrument of a realm come, by laboratory and serial; one without a setting is only uploaded to. */
export const FileSettingsAnswer = z.object({
  settings: z.array(
    SetFileSettingRequest.extend({ instrumentSerial: z.string(), laboratoryCode: z.string() }),
  ),
});
export type FileSettingsAnswer = z.infer<typeof FileSettingsAnswer>;
