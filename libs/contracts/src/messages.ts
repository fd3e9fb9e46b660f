import { z } from 'zod';
import { Moment, SignedId } from './scalars.js';

export const MessageState = z.enum(['stored', 'interpreted', 'orphan', 'parked', 'refused']);
const MessageId = z.int().min(1);

/** `before`: the id at which the last page ended; `olderThanMinutes` by the clock of the realm. */
export const MessagesQuery = z.strictObject({
  state: MessageState.optional(),
  instrumentId: z.coerce.number().pipe(SignedId).optional(),
  olderThanMinutes: z.coerce.number().int().min(0).max(5_000_000).optional(),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type MessagesQuery = z.infer<typeof MessagesQuery>;
export const OneMessageQuery = z.strictObject({ id: z.coerce.number().pipe(MessageId) });
export const MessagesAnswer = z.object({
  messages: z.array(
    z.object({
      id: MessageId,
      /** null: what a stranger sent */
      instrumentId: SignedId.nullable(),
      controlId: z.string(),
      state: MessageState,
      /** why it is parked or refused; of an orphan what it waits for: a plate's barcode, `tube:CODE` or `plated:CODE` */
      reason: z.string().nullable(),
      /** id@version of the profile by which it was read last */
      profile: z.string().nullable(),
      bytes: z.int(),
      receivedAt: Moment,
      ageSeconds: z.int(),
    }),
  ),
  /** `before` of the next page; null: this was the last */
  next: MessageId.nullable(),
});
export type MessagesAnswer = z.infer<typeof MessagesAnswer>;
/** One message, names of people masked, with the readings that were made of it. */
export const MessageFate = z.object({
  id: MessageId,
  instrumentId: SignedId.nullable(),
  state: MessageState,
  reason: z.string().nullable(),
  profile: z.string().nullable(),
  controlId: z.string(),
  receivedAt: Moment,
  bytes: z.int(),
  characterSet: z.string(),
  /** codes of what was odd about it, though it was read */
  notes: z.array(z.string()).optional(),
  /** a segment each; null: bytes in which no header can be read */
  lines: z.array(z.string()).nullable(),
  readings: z.array(
    z.object({
      plate: z.string(),
      well: z.string(),
      target: z.string(),
      ct: z.number().nullable(),
      rawValue: z.string(),
      call: z.string().nullable(),
      status: z.string(),
    }),
  ),
});
export type MessageFate = z.infer<typeof MessageFate>;
/** One message, or every parked one of an instrument (500 at a time: again while `more`). */
export const ReplayMessagesRequest = z
  .strictObject({ messageId: MessageId.optional(), parkedOf: SignedId.optional() })
  .refine((given) => (given.messageId === undefined) !== (given.parkedOf === undefined), 'one of the two');
export type ReplayMessagesRequest = z.infer<typeof ReplayMessagesRequest>;
export const ReplayMessagesAnswer = z.object({ replayed: z.int(), more: z.boolean() });
