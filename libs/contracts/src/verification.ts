import { z } from 'zod';
import { Id, Moment, SignedId, text, Version } from './scalars.js';

export const Outcome = z.enum(['positive', 'inconclusive', 'negative', 'invalid']);
/** A result that waits for a person: codes and calls, never names (law 11). */
export const HeldResult = z.object({
  tubeId: Id,
  version: z.int(),
  code: z.string(),
  purpose: z.string(),
  members: z.int(),
  outcome: Outcome,
  reasons: z.array(z.string()),
  well: z.string(),
  plate: z.string(),
  madeAt: Moment,
});
export const HeldResults = z.object({ results: z.array(HeldResult) });
export const ReleaseResultsRequest = z.strictObject({
  sweepId: SignedId,
  results: z
    .array(z.strictObject({ tubeId: Id, version: Version }))
    .min(1)
    .max(1000),
});
export const ReleaseOutcome = z.object({
  tubeId: Id,
  outcome: z.enum(['released', 'already-released', 'refused']),
  code: z.string().optional(),
});
export const ReleaseResultsAnswer = z.object({ results: z.array(ReleaseOutcome) });
export const CorrectResultRequest = z.strictObject({
  sweepId: SignedId,
  tubeId: Id,
  version: Version,
  outcome: Outcome,
  reason: text(400).min(1),
});
export const CorrectResultAnswer = z.object({ version: z.int() });
/** Two tubes claim one code: a person with the tube in the hand says which one it is. */
export const DecideConflictRequest = z.strictObject({
  sweepId: SignedId,
  code: text(40).min(1),
  /** the tube whose label is on the thing in the hand; null: neither, both are void */
  tubeId: Id.nullable(),
  reason: text(400).min(1),
});
export type Outcome = z.infer<typeof Outcome>;
export type HeldResult = z.infer<typeof HeldResult>;
