import type { MessagesAnswer, MessagesQuery } from '#lis/contracts';
import { momentText } from '#lis/domain';
import type { Db } from '#lis/persistence';
import type { Actor, Context } from '#lis/platform';

type Row = {
  id: number;
  instrumentId: number | null;
  controlId: string;
  state: MessagesAnswer['messages'][number]['state'];
  reason: string | null;
  profile: string | null;
  bytes: number;
  receivedAt: number;
};

/** A page looks at so many messages at most: there is no index over instruments, which each intake would pay for. */
const lookedAt = 20_000;

/**
 * Whose messages an actor sees: those of the instruments of its laboratory, an administrator all of its realm. What
 * strangers sent is no realm's; the administrators of the real one see it.
 */
export const scopeOf = (db: Db, actor: Actor) =>
  actor.role === 'administrator'
    ? db`(m.instrument_id < 0) = ${actor.id < 0} or (m.instrument_id is null and ${actor.id > 0})`
    : db`m.instrument_id in (select id from instrument
        where laboratory_id = ${actor.laboratoryId} and (id < 0) = ${actor.id < 0})`;

/**
 * Messages with their fate and age, the newest first. `next` goes into `before` for the next page; a page may be
 * short, or empty, before the last: null is the end.
 */
export async function listMessages(
  { db, clock }: Context,
  actor: Actor,
  query: MessagesQuery,
): Promise<MessagesAnswer> {
  const now = clock.now(actor.realm);
  const { state = null, instrumentId = null, olderThanMinutes, before = null, limit } = query;
  const until = olderThanMinutes === undefined ? null : momentText(now - olderThanMinutes * 60_000);
  // parked, orphaned and refused messages are few and have indexes of their own
  const ofState = state === null ? db`` : db`and m.state = ${state}`;
  const rows = await db<(Row & { isOwn: boolean; looked: number })[]>`
    with looked as materialized (
      select m.id, m.instrument_id, m.control_id, m.state, m.reason, m.profile, length(m.body) as bytes, m.received_at
      from instrument_message m where (${before}::bigint is null or m.id < ${before}::bigint) ${ofState}
      order by m.id desc limit ${lookedAt}),
    own as (
      select m.*, true as own from looked m
      where (${scopeOf(db, actor)}) and (${instrumentId}::int is null or m.instrument_id = ${instrumentId}::int)
        and (${until}::text::timestamptz is null or m.received_at <= ${until}::text::timestamptz)
      order by m.id desc limit ${limit}),
    last as (select *, false as own from looked order by id limit 1)
    select id, instrument_id as "instrumentId", control_id as "controlId", state, reason, profile, bytes,
      received_at as "receivedAt", own as "isOwn",
      (select count(*)::int from looked) as looked
    from (select * from own union all select * from last) page order by id desc, own desc`;
  const own = rows.filter(({ isOwn }) => isOwn);
  const end = rows.find(({ isOwn }) => !isOwn);
  const next = own.length === limit ? own.at(-1)?.id : end?.looked === lookedAt ? end.id : null;
  return {
    messages: own.map(({ isOwn: _own, looked: _looked, receivedAt, ...row }) => ({
      ...row,
      receivedAt: momentText(receivedAt),
      ageSeconds: Math.max(0, Math.round((now - receivedAt) / 1000)),
    })),
    next: next ?? null,
  };
}
