import { z } from 'zod';
import { Count, Id, Moment, ScannedCode, SignedId, text, TubeId } from './scalars.js';

export const IdentityType = z.enum([
  'mainland-id',
  'hk-mo-permit',
  'tw-permit',
  'foreign-permanent',
  'passport',
  'none',
  'guardian',
]);

const DocumentType = IdentityType.exclude(['none', 'guardian']);

/** Who a person is, as scanned or typed; judged by the rules, never refused for what it says. */
export const Identity = z.strictObject({
  type: IdentityType,
  /** the document's number; for `none` a client-made token; not read for `guardian` */
  number: text(64),
  country: text(3).optional(),
  /** `guardian`: the document of the adult, and which child it is */
  guardian: z.strictObject({ type: DocumentType, number: text(64), country: text(3).optional() }).optional(),
  child: z.strictObject({ ordinal: z.int().min(1).max(20).optional(), name: text(64).optional() }).optional(),
  birthDate: z.iso.date().optional(),
});

/** One person of a tube. */
export const Member = z.strictObject({
  identity: Identity,
  name: text(200),
  phone: text(40),
  category: text(40).default('general'),
  /** jurisdiction code of the community of residence; null: unknown, which is a shown bucket */
  residence: text(20).nullable(),
  household: text(64).optional(),
});

export const Purpose = z.enum([
  'screening',
  'recollection',
  'follow-up',
  'contact',
  'fever',
  'key-group',
  'blind',
]);

/** A sealed tube is a physical fact (law 3): everything here is what the tablet saw. */
export const SealedTube = z.strictObject({
  id: TubeId,
  bodyHash: z.string().regex(/^[0-9a-f]{64}$/),
  code: ScannedCode,
  sweepId: SignedId,
  sessionId: Id,
  purpose: Purpose,
  /** for a recollection: the abnormal tube that caused it */
  causeTubeId: Id.nullable(),
  /** the tablet's clock */
  sealedAt: Moment,
  members: z.array(Member).min(1).max(200),
});

/** Lines are parsed one by one, so that a bad one never fails its neighbours. */
export const RegisterTubesRequest = z.strictObject({ tubes: z.array(z.unknown()).min(1).max(500) });

export const TubeFlag = z.enum([
  'clock-implausible',
  'sealed-before-sweep',
  'sealed-in-future',
  'code-check-failed',
  'site-unknown',
  'over-cap',
  'over-nominal',
  'sweep-closed',
  'cause-unknown',
  'device-revoked',
  'sealed-after-revocation',
  'person-twice-in-tube',
  'second-opener',
]);
export const MemberFlag = z.enum([
  'id-check-failed',
  'residence-unknown',
  'sampled-before-in-this-round',
  'particulars-differ',
  'not-ordered',
]);

export const TubeReceipt = z.object({
  /** position in the request */
  line: z.int(),
  tubeId: z.string().nullable(),
  outcome: z.enum(['accepted', 'replayed', 'conflict', 'refused']),
  /** of a replay: the first answer's outcome */
  first: z.enum(['accepted', 'conflict']).optional(),
  flags: z.array(z.string()),
  memberFlags: z.array(z.object({ ordinal: z.int(), flags: z.array(z.string()) })),
  /** of a refusal */
  code: z.string().optional(),
  field: z.string().optional(),
});
export const RegisterTubesAnswer = z.object({ receipts: z.array(TubeReceipt) });

export const OpenSessionRequest = z.strictObject({ id: Id, sweepId: SignedId, openedAt: Moment });
export const CheckpointRequest = z.strictObject({
  tubeId: Id,
  code: ScannedCode,
  members: z.int().min(0).max(200),
});
export const CheckpointAnswer = z.object({ secondOpener: z.boolean() });

/** A change after sealing: its own client id, a reason and a second person; never a rewrite. */
export const AmendTubeRequest = z.strictObject({
  id: Id,
  tubeId: Id,
  kind: z.enum(['void', 'member-added', 'member-removed', 'particulars-corrected']),
  ordinal: z.int().min(1).max(200).optional(),
  member: Member.optional(),
  reason: text(400).min(1),
  secondPerson: text(80).min(1),
});
export const AmendTubeAnswer = z.object({ outcome: z.enum(['amended', 'replayed', 'correction-opened']) });

export const MergePersonsRequest = z.strictObject({
  person: Identity,
  canonical: Identity,
  reason: text(400).min(1),
});
export const MergePersonsAnswer = z.object({ outcome: z.enum(['merged', 'replayed']), aliasId: z.int() });

/** The tablet's own totals for the sweep: the sender's side of the first equation (law 6). */
export const DeviceCountRequest = z.strictObject({
  sweepId: SignedId,
  sealedTubes: Count,
  sealedMembers: Count,
  acknowledgedTubes: Count,
});

export type Identity = z.infer<typeof Identity>;
export type Member = z.infer<typeof Member>;
export type SealedTube = z.infer<typeof SealedTube>;
export type TubeReceipt = z.infer<typeof TubeReceipt>;
export type AmendTubeRequest = z.infer<typeof AmendTubeRequest>;
