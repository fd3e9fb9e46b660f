import { z } from 'zod';
import { Moment, parameter, ScannedCode, SignedId, text, Version } from './scalars.js';

/** In (0, 1]. */
const Chance = z.number().gt(0).max(1);
const PoolTest = z.strictObject({ sensitivity: Chance, specificity: Chance });
const Prior = z.number().min(0).lt(1);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * How a batch is decoded. Kept with it whole: what is not given stands there as it was when the batch was entered.
 * Se and Sp are those of a pool's test, dilution included; priors are chances before the pools were tested.
 */
export const DecodeSettings = z.strictObject({
  /** one test for all pools, or one each */
  tests: z.union([PoolTest, z.array(PoolTest).min(1).max(1000)]),
  /** one chance for all specimens, or one each */
  priors: z.union([Prior, z.array(Prior).min(1).max(2000)]),
  method: z.enum(['auto', 'exact', 'search', 'combinatorial']).default('auto'),
  /** e: negative pools that a positive may have; by weight when not given */
  tolerated: z.int().min(0).max(200).optional(),
  /** τN × 100,000 */
  missesPer100000: z.number().min(0).max(100_000).default(1),
  /** τP */
  leastForPositive: z.number().gt(0.5).max(1).default(0.99),
  /** positives that a batch may hold before it is looked at */
  capacity: z.int().min(1).max(2000).optional(),
  /** ln P(readings) below which they are improbable */
  evidenceFloor: z.number().min(-1e6).max(0).optional(),
  masterTest: PoolTest.optional(),
  /** members looked at before the search gives up: the same on every machine */
  workLimit: z.int().min(0).max(100_000_000).default(4_000_000),
  /** the wall clock's guard, ms */
  budgetMs: z.int().min(1).max(10_000).default(250),
});
export type DecodeSettings = z.infer<typeof DecodeSettings>;

/** `erased`: its control failed, a clot, missing; it counts for nobody. */
const PoolOutcome = z.enum(['negative', 'positive', 'erased']);
/** `trust` in [0, 1) of a pool that was read near the cut-off (grey): the exponent of its likelihoods. */
const PoolReading = z.strictObject({ outcome: PoolOutcome, trust: z.number().min(0).lt(1).optional() });
export const BatchReadingsGiven = z.strictObject({
  /** in the order of the design's pools */
  pools: z.array(PoolReading).min(1).max(1000),
  master: PoolOutcome.optional(),
  controlFailed: z.boolean().default(false),
  measuredAt: Moment,
  instrumentSerial: text(60).min(1).optional(),
});
export type BatchReadingsGiven = z.infer<typeof BatchReadingsGiven>;

/** A code, not words: nothing in it names anybody. */
const BatchName = ScannedCode;
/** Sent again as it was, it changes nothing; the same name with anything else is refused. */
export const EnterSpecimenBatchRequest = z.strictObject({
  name: BatchName,
  sweepId: SignedId,
  /** a built-in design or `dorfman-K`; `hash`: that of the plan by which it was pipetted, which must be this design's */
  design: z.strictObject({ id: text(40).min(1), hash: Sha256.optional() }),
  /** codes of single tubes in the order of the design's specimens; last places may stay empty */
  specimens: z.array(ScannedCode).min(1).max(2000),
  settings: DecodeSettings,
  readings: BatchReadingsGiven,
});
export type EnterSpecimenBatchRequest = z.infer<typeof EnterSpecimenBatchRequest>;
export const EnterSpecimenBatchAnswer = z.object({
  outcome: z.enum(['entered', 'replayed']),
  batchId: SignedId,
  designHash: Sha256,
});
export type EnterSpecimenBatchAnswer = z.infer<typeof EnterSpecimenBatchAnswer>;

/** The next version of a batch's readings; `version` is its number, so that it is entered once. */
export const CorrectBatchReadingsRequest = z.strictObject({
  name: BatchName,
  version: z.int().min(2).max(1000),
  reason: z.enum(['measured-again', 'mistyped', 'control-judged-again']),
  readings: BatchReadingsGiven,
});
export type CorrectBatchReadingsRequest = z.infer<typeof CorrectBatchReadingsRequest>;
export const CorrectBatchReadingsAnswer = z.object({
  outcome: z.enum(['entered', 'replayed']),
  version: Version,
});

/** `before`: the id at which the last page ended. */
export const SpecimenBatchesQuery = z.strictObject({
  before: parameter(SignedId).optional(),
  limit: parameter(z.int().min(1).max(200)).default(50),
});
export type SpecimenBatchesQuery = z.infer<typeof SpecimenBatchesQuery>;
/** `version` of the readings; the latest when not given. */
export const SpecimenCallsQuery = z.strictObject({ name: BatchName, version: parameter(Version).optional() });
export type SpecimenCallsQuery = z.infer<typeof SpecimenCallsQuery>;

const Decode = z.object({
  decoder: z.string(),
  method: z.string(),
  kind: z.string(),
  endedBy: z.enum(['answer', 'clock', 'fault']),
  alerts: z.array(z.string()),
  negativesMayLeave: z.boolean(),
  logEvidence: z.number().nullable(),
  answerHash: Sha256,
  decodedAt: Moment,
});
export const SpecimenBatches = z.object({
  batches: z.array(
    z.object({
      batchId: SignedId,
      name: z.string(),
      sweepId: SignedId,
      designId: z.string(),
      specimens: z.int(),
      version: Version,
      enteredAt: Moment,
      /** of the latest readings; null: not decoded yet */
      decode: Decode.nullable(),
    }),
  ),
  next: SignedId.nullable(),
});
export type SpecimenBatches = z.infer<typeof SpecimenBatches>;
export const SpecimenCalls = z.object({
  batchId: SignedId,
  name: z.string(),
  designId: z.string(),
  designHash: Sha256,
  version: Version,
  decode: Decode.nullable(),
  /** in the order of the design's specimens; empty while it is not decoded */
  calls: z.array(
    z.object({
      code: z.string(),
      call: z.enum(['negative', 'presumptive-positive', 'ambiguous']),
      reason: z.string().nullable(),
      posterior: z.number().nullable(),
      negativePools: z.int(),
      validPools: z.int(),
      sole: z.boolean(),
    }),
  ),
});
export type SpecimenCalls = z.infer<typeof SpecimenCalls>;
