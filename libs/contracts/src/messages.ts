import { z } from 'zod';
import { SignedId } from './scalars.js';

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
/** One message, or every parked one of an instrument (500 at a time: again while `more`). */
export const ReplayMessagesRequest = z
  .strictObject({ messageId: MessageId.optional(), parkedOf: SignedId.optional() })
  .refine((given) => (given.messageId === undefined) !== (given.parkedOf === undefined), 'one of the two');
export type ReplayMessagesRequest = z.infer<typeof ReplayMessagesRequest>;
export const ReplayMessagesAnswer = z.object({ replayed: z.int(), more: z.boolean() });
