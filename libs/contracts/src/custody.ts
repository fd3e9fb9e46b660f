import { z } from 'zod';
import { Count, Id, Moment, ScannedCode, SignedId, text } from './scalars.js';

/** A box is closed and handed to the courier, who types the count before the screen shows one. */
export const HandOverBoxRequest = z.strictObject({
  id: Id,
  code: ScannedCode,
  sweepId: SignedId,
  laboratoryCode: text(40),
  tubeCodes: z.array(ScannedCode).min(1).max(2000),
  countedTubes: Count,
  handedOverAt: Moment,
  courier: text(80).min(1),
});
export const HandOverBoxAnswer = z.object({
  outcome: z.enum(['handed-over', 'replayed']),
  /** scanned codes that no registered tube holds yet: their sync is due */
  unregistered: z.array(z.string()),
  /** codes that were in another box, void or already received */
  elsewhere: z.array(z.string()),
});

export const RejectReason = z.enum([
  'leak',
  'short-volume',
  'unreadable-code',
  'too-old',
  'temperature',
  'count-mismatch',
]);
export const ReceiveBoxRequest = z.strictObject({
  code: ScannedCode,
  countedTubes: Count,
  tubeCodes: z.array(ScannedCode).max(2000),
  rejected: z.array(z.strictObject({ code: ScannedCode, reason: RejectReason })).max(2000),
});
export const ReceiveBoxAnswer = z.object({
  outcome: z.enum(['received', 'replayed']),
  received: z.int(),
  rejected: z.int(),
  missing: z.array(z.string()),
  extra: z.array(z.string()),
  unregistered: z.array(z.string()),
});
export type HandOverBoxRequest = z.infer<typeof HandOverBoxRequest>;
export type ReceiveBoxRequest = z.infer<typeof ReceiveBoxRequest>;
