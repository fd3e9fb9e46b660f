import type { ReplayMessagesAnswer, ReplayMessagesRequest } from '#lis/contracts';
import { arrayLiteral, writeAudit, writeOutbox } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { scopeOf } from './list-messages.js';

const atOnce = 500;

/**
 * Messages go through interpretation again, by the profile that their instrument has now. What was taken over stays as
 * it is: a measurement has its own identity (law 2). What was refused or answered AR 205 was never accepted, and
 * what still waits comes by itself: neither can be replayed.
 * @throws Rejection 404 `message-unknown`, 409 `message-not-replayable`
 */
export function replayMessages(
  { db, clock }: Context,
  actor: Actor,
  request: ReplayMessagesRequest,
): Promise<z.infer<typeof ReplayMessagesAnswer>> {
  const { messageId: one = null, parkedOf = null } = request;
  const which =
    one !== null
      ? db`m.id = ${one}`
      : db`m.state = 'parked' and m.reason is distinct from 'message-key-reused' and m.instrument_id = ${parkedOf}`;
  return db.begin(async (tx) => {
    const rows = await tx<
      { id: number; state: string; reason: string | null; instrumentId: number | null }[]
    >`
      select m.id, m.state, m.reason, m.instrument_id as "instrumentId" from instrument_message m
      where ${which} and (${scopeOf(db, actor)}) order by m.id limit ${atOnce} for update of m`;
    const [first] = rows;
    if (one !== null && !first) throw new Rejection(404, 'message-unknown');
    const isReplayable =
      first === undefined ||
      (first.instrumentId !== null &&
        ['parked', 'orphan', 'interpreted'].includes(first.state) &&
        first.reason !== 'message-key-reused');
    if (!isReplayable) throw new Rejection(409, 'message-not-replayable', { state: first.state });
    if (rows.length === 0) return { replayed: 0, more: false };
    const messageIds = rows.map(({ id }) => String(id));
    await tx`
      update instrument_message set state = 'stored', reason = null
      where id = any(${arrayLiteral(messageIds)}::text::bigint[])`;
    await writeOutbox(tx, 'message', [{ sweepId: Math.sign(actor.id), payload: { messageIds } }]);
    await writeAudit(tx, [
      {
        at: clock.now(actor.realm),
        sweepId: null,
        actor: actor.name,
        origin: actor.origin,
        action: 'messages-replayed',
        subject: one === null ? `instrument:${first?.instrumentId}` : `message:${one}`,
        detail: { count: rows.length, first: messageIds[0], last: messageIds.at(-1) },
      },
    ]);
    return { replayed: rows.length, more: rows.length === atOnce };
  });
}
