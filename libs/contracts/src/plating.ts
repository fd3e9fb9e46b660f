import { z } from 'zod';
import { Id, Moment, parameter, ScannedCode, SignedId, text, Version, WellName } from './scalars.js';

export const LayOutPlateRequest = z.strictObject({
  id: Id,
  barcode: ScannedCode,
  sweepId: SignedId,
  kit: z.strictObject({ id: text(40), version: Version }),
  /** in the order they were scanned; wells are filled column by column */
  tubeCodes: z.array(ScannedCode).min(1).max(94),
  /** the instrument that its worklist is sent to; else the laboratory's only one that takes orders unasked */
  instrumentSerial: text(60).min(1).optional(),
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
const OrderState = z.enum(['waiting', 'sent', 'accepted', 'rejected', 'timeout', 'withdrawn']);
export const SendPlateRequest = z.strictObject({ barcode: ScannedCode, instrumentSerial: text(60).min(1) });
/** `before`: the barcode at which the last page ended. */
export const PlatesQuery = z.strictObject({
  before: ScannedCode.optional(),
  limit: parameter(z.int().min(1).max(200)).default(50),
});
export type PlatesQuery = z.infer<typeof PlatesQuery>;
/** Plates that people of the laboratory laid out, the latest first. */
export const Plates = z.object({
  plates: z.array(
    z.object({
      barcode: z.string(),
      kit: z.string(),
      laidOutAt: Moment,
      tubes: z.int(),
      /** tubes with a call of this plate */
      called: z.int(),
      /** what became of the last message of orders that holds it; null: none was made */
      order: z.object({ instrumentSerial: z.string(), state: OrderState }).nullable(),
    }),
  ),
  next: z.string().nullable(),
});
export type Plates = z.infer<typeof Plates>;
/** Messages of orders that hold this plate, latest first. */
export const PlateOrders = z.object({
  barcode: z.string(),
  orders: z.array(
    z.object({
      instrumentSerial: z.string(),
      /** sent because the plate was laid out or somebody had it sent, or because the instrument asked */
      cause: z.enum(['plate', 'query']),
      state: OrderState,
      attempts: z.int(),
      lastError: z.string().nullable(),
      /** what the instrument answered (MSA-1), and names of the orders that it did not take */
      answerCode: z.string().nullable(),
      refused: z.array(z.string()),
      specimens: z.int(),
      /** codes of the tubes and controls that it orders */
      codes: z.array(z.string()),
      madeAt: Moment,
      sentAt: Moment.nullable(),
      settledAt: Moment.nullable(),
    }),
  ),
});
export const WaitingTubes = z.object({ codes: z.array(z.string()), waiting: z.int() });
export type LayOutPlateRequest = z.infer<typeof LayOutPlateRequest>;
export type PlateOrders = z.infer<typeof PlateOrders>;
export type SendPlateRequest = z.infer<typeof SendPlateRequest>;
export type WorklistWell = z.infer<typeof WorklistWell>;
