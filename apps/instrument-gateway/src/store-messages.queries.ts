import { arrayLiteral, byteaArrayLiteral, type Executor } from '#lis/persistence';
import { momentText } from '#lis/domain';
import type { MessageLine } from './message-line.js';
import { variantOf } from './insert-group.js';

/**
 * Stores what is not there yet of a group, in one statement: messages, one outbox row and one audit row per realm.
 * Returns how many were new; a line whose key stands there already (unless it may share it), or whose key and
 * body do, is left out and its neighbours are stored. The way for groups that insertGroup refused.
 *
 * The realm of an instrument (1 or -1) is the outbox row's sweep: which sweep a message is of is known only
 * once it is read, and sweeps' own ids begin beyond 100. The key is looked up with a limit and not with "exists", which
 * PostgreSQL hashes: a plan made while the table was small then read all of it for each group. There is no
 * "on conflict": it costs each row a second look-up and a second WAL record, for a race of two gateways.
 * @throws 23505 when another gateway commits the same bytes at this moment: to be called again
 */
export async function insertMessages(db: Executor, lines: readonly MessageLine[]): Promise<number> {
  const [row] = await db<{ stored: number }[]>`
    with given as (
      select * from unnest(
        ${arrayLiteral(lines.map(({ instrumentId }) => instrumentId))}::text::int[],
        ${arrayLiteral(lines.map(({ connection }) => connection))}::text::text[],
        ${arrayLiteral(lines.map(({ keyHash }) => keyHash))}::text::uuid[],
        ${arrayLiteral(lines.map(({ bodyHash }) => bodyHash))}::text::uuid[],
        ${arrayLiteral(lines.map((line) => String(variantOf(line))))}::text::bigint[],
        ${arrayLiteral(lines.map(({ controlId }) => controlId))}::text::text[],
        ${byteaArrayLiteral(lines.map(({ body }) => body))}::text::bytea[],
        ${arrayLiteral(lines.map(({ answer }) => answer))}::text::text[],
        ${arrayLiteral(lines.map(({ state }) => state))}::text::text[],
        ${arrayLiteral(lines.map(({ reason }) => reason))}::text::text[],
        ${arrayLiteral(lines.map(({ receivedAt }) => momentText(receivedAt)))}::text::timestamptz[],
        ${arrayLiteral(lines.map(({ mayShareKey }) => mayShareKey))}::text::bool[]
      ) as l (instrument_id, connection, key_hash, body_hash, variant, control_id, body, answer, state, reason, received_at,
        may_share_key)
    ), stored as (
      insert into instrument_message (instrument_id, connection, key_hash, body_hash, variant, control_id, body, answer,
        state, reason, received_at)
      select g.instrument_id, g.connection, g.key_hash, g.body_hash, g.variant, g.control_id, g.body, g.answer, g.state,
        g.reason, g.received_at
      from given g
      where (
        select m.id from instrument_message m
        where m.key_hash = g.key_hash and (m.body_hash = g.body_hash or not g.may_share_key)
        order by m.key_hash, m.variant limit 1) is null
      returning id, sign(instrument_id)::int as realm, state, received_at
    ), job as (
      insert into outbox (topic, sweep_id, payload)
      select 'message', realm, jsonb_build_object('messageIds', jsonb_agg(id::text))
      from stored where state = 'stored' group by realm
    ), note as (
      insert into audit (at, sweep_id, actor, origin, action, subject, detail)
      select max(received_at), null, 'system:gateway', 'gateway',
        case when state = 'stored' then 'messages-stored' else 'messages-' || state end,
        'instrument-messages:' || coalesce(realm, 0),
        jsonb_build_object('count', count(*), 'first', min(id), 'last', max(id))
      from stored group by realm, state
    )
    select count(*)::int as stored from stored`;
  return row?.stored ?? 0;
}

export type StoredMessage = { keyHash: string; bodyHash: string; answer: string };

/** What stands under the keys. */
export async function selectByKeys(db: Executor, keyHashes: readonly string[]): Promise<StoredMessage[]> {
  return db<StoredMessage[]>`
    select replace(key_hash::text, '-', '') as "keyHash", replace(body_hash::text, '-', '') as "bodyHash", answer
    from instrument_message where key_hash = any(${arrayLiteral(keyHashes)}::text::uuid[])`;
}

/** The newest bodies under a key, to compare another with: an analyser without MSH-7 uses its keys again each day. */
export async function selectBodies(db: Executor, keyHash: string): Promise<Buffer[]> {
  const rows = await db<{ body: Buffer }[]>`
    select body from instrument_message where key_hash = ${keyHash}::text::uuid order by id desc limit 64`;
  return rows.map(({ body }) => body);
}
