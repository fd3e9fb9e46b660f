import { z } from 'zod';
import { ScannedCode, SignedId, text, WellName } from './scalars.js';

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

export const InstrumentFiles = z.object({
  files: z.array(
    z.object({
      fileId: FileId,
      instrumentId: SignedId,
      name: z.string(),
      source: z.enum(['upload', 'folder']),
      receivedAt: z.string(),
    }),
  ),
});
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
