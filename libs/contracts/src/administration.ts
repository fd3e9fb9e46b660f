import { z } from 'zod';
import { checkDestination, Destination } from './recipients.js';
import { Count, Moment, ScannedCode, SignedId, text, Version } from './scalars.js';

const Realm = z.enum(['real', 'drill']);

export const JurisdictionLine = z.strictObject({
  code: text(20).min(1),
  name: text(200).min(1),
  level: z.enum(['city', 'district', 'street', 'community']),
  parentCode: text(20).nullable(),
  population: Count,
});
/** The body is the CSV itself: code,name,level,parent_code,population with a header line. */
export const ImportJurisdictionsAnswer = z.object({ imported: z.int(), updated: z.int() });

export const ArrivalPlan = z.strictObject({
  /** relative weight of arrivals in each local hour of the day; 0: closed */
  weightByHour: z.array(z.number().min(0).max(1_000_000)).length(24),
});
export const CreateSweepRequest = z.strictObject({
  realm: Realm,
  name: text(200).min(1),
  timeZone: text(60),
  startsAt: Moment,
  deadline: Moment,
  arrivalPlan: ArrivalPlan,
  /** people to be sampled by jurisdiction (community, or larger where nothing finer is known) */
  targets: z
    .array(z.strictObject({ jurisdictionCode: text(20), people: Count }))
    .min(1)
    .max(100_000),
  policies: z
    .array(
      z.strictObject({
        category: text(40).nullable(),
        inForceFrom: Moment,
        poolSize: z.int().min(1).max(100),
        hardCap: z.int().min(1).max(200),
      }),
    )
    .min(1),
});
export const CreateSweepAnswer = z.object({ id: SignedId });
export const CreateSitesRequest = z.strictObject({
  realm: Realm,
  sites: z
    .array(z.strictObject({ code: ScannedCode, name: text(200), jurisdictionCode: text(20) }))
    .min(1)
    .max(10_000),
});
export const CreateLaboratoriesRequest = z.strictObject({
  realm: Realm,
  laboratories: z
    .array(z.strictObject({ code: ScannedCode, name: text(200) }))
    .min(1)
    .max(1000),
});
export const CreateRecipientsRequest = z.strictObject({
  realm: Realm,
  recipients: z
    .array(
      z
        .strictObject({
          name: text(200).min(1),
          ...Destination.shape,
        })
        .superRefine(checkDestination),
    )
    .min(1)
    .max(100),
});
/** Answers of the creations above: the ids in the order of the lines; an existing code keeps its id. */
export const CreatedIds = z.object({ ids: z.array(SignedId) });
export const CreateKitRequest = z.strictObject({ definition: z.record(z.string(), z.unknown()) });
/** `proposed`: no plate takes it before another administrator has confirmed it. */
export const CreateKitAnswer = z.object({
  id: z.string(),
  version: z.int(),
  state: z.enum(['proposed', 'confirmed']),
});
export const ConfirmKitRequest = z.strictObject({ id: text(40).min(1), version: Version });
/** What waits for its second person, with the definition that would be confirmed. */
export const KitProposals = z.object({
  proposals: z.array(
    z.object({
      id: z.string(),
      version: z.int(),
      definition: z.record(z.string(), z.unknown()),
      proposedBy: SignedId,
      proposedByName: z.string(),
      proposedAt: Moment,
      /** the latest version below it that this realm may use; null: there is none */
      before: z.object({ version: z.int(), definition: z.record(z.string(), z.unknown()) }).nullable(),
    }),
  ),
});
/** Versions that were confirmed by two people of the realm. */
export const ConfirmedKits = z.object({
  kits: z.array(z.object({ id: z.string(), version: z.int(), name: z.string(), confirmedAt: Moment })),
});
/** Places whose code or name has `find` in it, by code, 50 at most. */
export const PlacesQuery = z.strictObject({
  kind: z.enum(['site', 'laboratory', 'jurisdiction']),
  find: text(60).default(''),
});
export const PlacesAnswer = z.object({ places: z.array(z.object({ code: z.string(), name: z.string() })) });
/** A person, tablet or program, with a bearer token that is shown once. */
export const CreateActorsRequest = z.strictObject({
  realm: Realm,
  actors: z
    .array(
      z.strictObject({
        kind: z.enum(['device', 'staff', 'program']),
        role: z.enum(['site', 'technician', 'verifier', 'official', 'administrator', 'authority', 'courier']),
        name: text(200).min(1),
        siteCode: ScannedCode.optional(),
        laboratoryCode: ScannedCode.optional(),
        jurisdictionCode: text(20).optional(),
      }),
    )
    .min(1)
    .max(10_000),
});
export const CreateActorsAnswer = z.object({
  actors: z.array(z.object({ id: SignedId, token: z.string() })),
});
/** Sets the drill's clock: it shows `shows` now and runs `rate` seconds a second. The real clock has no such call. */
export const SetDrillClockRequest = z.strictObject({ shows: Moment, rate: z.number().min(0).max(100_000) });

export type JurisdictionLine = z.infer<typeof JurisdictionLine>;
export type CreateSweepRequest = z.infer<typeof CreateSweepRequest>;
