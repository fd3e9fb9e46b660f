import { z } from 'zod';
import { SignedId, text } from './scalars.js';

const Word = text(60);
const Code = text(80).min(1);
/** `SAC-11`, `SPM-2.1`, `SPM-2.1.2` */
const Field = z.string().regex(/^(MSH|PID|SPM|SAC|OBR|OBX)-([1-9]\d?)(?:\.([1-9]\d?)(?:\.([1-9]\d?))?)?$/);
const Fields = z.array(Field).max(10);
const Version = z.int().min(1).max(1_000_000);
export const ProfileReference = z.strictObject({ id: text(40).min(1), version: Version });
export const IdentifiedBy = z.enum(['names', 'connection']);
export const LocalPort = z.int().min(1).max(65_535).nullable();
const Role = z.enum([
  'patient',
  'pool',
  'control-negative',
  'control-positive',
  'control-extraction',
  'qc',
  'calibrator',
  'blind',
  'other',
]);

/** The definition of a profile; what each field means stands with the type in libs/hl7. */
export const SenderProfileDefinition = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  version: Version,
  name: text(200).min(1),
  protocol: z.enum(['hl7', 'astm']),
  identifiedBy: IdentifiedBy,
  characterSet: text(40).min(1).nullable(),
  answerVersion: z
    .string()
    .regex(/^2\.\d(?:\.\d)?$/)
    .nullable(),
  messageTypes: z
    .array(z.string().regex(/^[A-Z]{3}(?:\^[A-Z]\d{2})?$/))
    .min(1)
    .max(20),
  specimenCode: Fields.min(1),
  oneSpecimenAMessage: z.boolean(),
  plateCode: Fields,
  wells: z.strictObject({
    fields: Fields,
    rows: z.int().min(1).max(26),
    columns: z.int().min(1).max(99),
    order: z.enum(['rows', 'columns']),
    zeroBased: z.boolean(),
  }),
  runNumber: Fields,
  equipment: z.strictObject({ serial: Field.nullable(), kitLot: Field.nullable() }).optional(),
  targetNames: Fields.min(1),
  measure: z
    .strictObject({ field: Field, ct: z.array(Word).min(1).max(20), ignored: z.array(Word).max(50) })
    .nullable(),
  ct: z.strictObject({
    sent: z.boolean(),
    field: Field,
    noCtWords: z.array(Word).max(100),
    zeroIsNoCt: z.boolean(),
    noCtFrom: z.number().min(20).max(100).nullable(),
    decimalComma: z.boolean(),
  }),
  calls: z.array(z.strictObject({ word: Word.min(1), call: z.enum(['POS', 'NEG', 'INV']) })).max(100),
  qualityControl: z.strictObject({
    messageFlag: z.boolean(),
    specimenRole: z.boolean(),
    codePrefixes: z.array(z.strictObject({ prefix: text(20).min(1), role: Role })).max(20),
    field: z.strictObject({ name: Field, roles: z.record(Word, Role) }).nullable(),
  }),
  targets: z
    .array(
      z.strictObject({
        code: Code,
        codeSystem: text(40).min(1).optional(),
        kitId: text(40).min(1).optional(),
        target: text(40).min(1),
      }),
    )
    .max(500),
  placement: z.enum(['by-plate', 'by-tube', 'sample-to-answer']),
  kit: z.strictObject({ id: text(40).min(1), version: z.int().min(1) }).nullable(),
  worklist: z.enum(['none', 'any', 'law', 'qry-q02', 'astm']),
  orderCodes: z
    .array(
      z.strictObject({
        kitId: text(40).min(1).optional(),
        code: text(40).min(1),
        codeSystem: text(40).min(1).optional(),
      }),
    )
    .max(100)
    .optional(),
});

export const EnterProfileRequest = z.strictObject({ definition: SenderProfileDefinition });
export const EnterProfileAnswer = z.object({ profile: z.string(), outcome: z.enum(['entered', 'replayed']) });
/**
 * Which version an instrument speaks from now on, and how its messages are told from others': as the profile says unless
 * `identifiedBy` says otherwise; `localPort`: null for any.
 */
export const AssignProfileRequest = z.strictObject({
  instrumentId: SignedId,
  profile: ProfileReference,
  identifiedBy: IdentifiedBy.optional(),
  localPort: LocalPort.default(null),
});
export type AssignProfileRequest = z.input<typeof AssignProfileRequest>;
