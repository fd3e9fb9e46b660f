import { z } from 'zod';
import { Id, Moment, SignedId } from './scalars.js';
import { Outcome } from './verification.js';

const Common = {
  reportId: Id,
  version: z.int().min(1),
  realm: z.enum(['real', 'drill']),
  sweepId: SignedId,
  reason: z.enum(['new', 'corrected', 'withdrawn']),
  madeAt: Moment,
};
const Person = z.object({
  name: z.string(),
  identityType: z.string(),
  identityNumber: z.string(),
  phone: z.string(),
  residenceCode: z.string().nullable(),
  ordinal: z.int(),
});
const TargetCall = z.object({
  target: z.string(),
  ct: z.number().nullable(),
  analyserCall: z.string().nullable(),
});

/** An abnormal tube, a person's retest or a correction: one message each. */
export const SingleReport = z.object({
  ...Common,
  kind: z.enum(['abnormal-tube', 'retest', 'correction']),
  /** a pool's positive is preliminary: final is only a single tube */
  status: z.enum(['preliminary', 'final', 'corrected']),
  tube: z.object({
    id: Id,
    code: z.string(),
    purpose: z.string(),
    pool: z.enum(['swab-pool', 'single']),
    members: z.int(),
    causeTubeId: Id.nullable(),
  }),
  people: z.array(Person),
  sampling: z.object({ siteCode: z.string(), siteName: z.string(), sealedAt: Moment, deviceId: SignedId }),
  custody: z.object({ handedOverAt: Moment.nullable(), receivedAt: Moment.nullable() }),
  laboratory: z.object({ code: z.string(), name: z.string() }),
  run: z.object({
    instrument: z.string(),
    runNumber: z.string(),
    plate: z.string(),
    well: z.string(),
    kit: z.string(),
    kitVersion: z.int(),
    kitLot: z.string().nullable(),
    ruleVersion: z.string(),
  }),
  calls: z.array(TargetCall),
  outcome: Outcome,
  verifiedBy: z.string(),
  verifiedAt: Moment,
  reportDueAt: Moment,
});
/** Released negatives: one numbered message, many tubes; the receipt must carry the same count. */
export const NegativeFeed = z.object({
  ...Common,
  kind: z.literal('negative-feed'),
  feedNumber: z.int().min(1),
  tubes: z.array(
    z.object({
      id: Id,
      code: z.string(),
      members: z.int(),
      version: z.int(),
      /** not in feeds made before it was asked for */
      sealedAt: Moment.optional(),
      releasedAt: Moment,
    }),
  ),
  count: z.int(),
});
export const Report = z.discriminatedUnion('kind', [SingleReport, NegativeFeed]);
/** What a recipient answers (2xx): anything else is no receipt. */
export const Receipt = z.object({
  receiptId: z.string().min(1),
  reportId: Id,
  version: z.int(),
  count: z.int(),
});

export type SingleReport = z.infer<typeof SingleReport>;
export type NegativeFeed = z.infer<typeof NegativeFeed>;
export type Report = z.infer<typeof Report>;
