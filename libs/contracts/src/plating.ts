import { z } from 'zod';
import { Id, ScannedCode, SignedId, text, Version, WellName } from './scalars.js';

export const LayOutPlateRequest = z.strictObject({
  id: Id,
  barcode: ScannedCode,
  sweepId: SignedId,
  kit: z.strictObject({ id: text(40), version: Version }),
  /** in the order they were scanned; wells are filled column by column */
  tubeCodes: z.array(ScannedCode).min(1).max(94),
});
export const WorklistWell = z.object({
  well: WellName,
  kind: z.enum(['sample', 'negative-control', 'positive-control', 'extraction-control', 'blind']),
  code: z.string().nullable(),
});
export const LayOutPlateAnswer = z.object({
  outcome: z.enum(['laid-out', 'replayed']),
  barcode: z.string(),
  wells: z.array(WorklistWell),
});
export const WaitingTubes = z.object({ codes: z.array(z.string()), waiting: z.int() });
export type LayOutPlateRequest = z.infer<typeof LayOutPlateRequest>;
export type WorklistWell = z.infer<typeof WorklistWell>;
