import { binaryArray, type BinaryPool, connectBinary, type Db, isUniqueViolation } from '#lis/persistence';
import type { MessageLine } from './message-line.js';

/** What the sequence of messages' ids hands out at once (migration 0025); a group is never larger. */
const idsAtOnce = 256;

/**
 * A group of messages, its outbox rows and its audit rows in one statement, one round trip and one flush. Nothing is
 * looked up and nothing is read back: ids are taken beforehand, each group's by the statement of the one before, and a
 * key that stands there fails the whole group.
 */
const statement = {
  name: 'store-messages',
  text: `
    with stored as (
      insert into instrument_message (id, instrument_id, connection, key_hash, body_hash, variant, control_id, body, answer,
        state, reason, received_at)
      overriding system value
      select * from unnest($1::bigint[], $2::int[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[], $7::text[],
        $8::bytea[], $9::text[], $10::text[], $11::text[], $12::timestamptz[])
    ), job as (
      insert into outbox (topic, sweep_id, payload)
      select 'message', realm, payload::jsonb from unnest($13::int[], $14::text[]) as j (realm, payload)
    ), note as (
      insert into audit (at, sweep_id, actor, origin, action, subject, detail)
      select at, null, 'system:gateway', 'gateway', action, subject, detail::jsonb
      from unnest($15::timestamptz[], $16::text[], $17::text[], $18::text[]) as n (at, action, subject, detail)
    )
    select nextval('instrument_message_id_seq')::text as "nextId"`,
};

export type GroupInsert = {
  /** True when all of the group is durable. False when none is, because a key of it stands there already. */
  insert(lines: readonly MessageLine[]): Promise<boolean>;
  end(): Promise<void>;
};

/** @param inFlight how many groups may be under way at once; each has a connection */
export function groupInsert(db: Db, inFlight: number): GroupInsert {
  const pool = connectBinary(db, { name: 'gateway-intake', max: inFlight });
  // the first ids of blocks that nobody has used
  const blocks: number[] = [];
  return {
    async insert(lines) {
      if (lines.length > idsAtOnce) throw new RangeError(`${lines.length} messages in one group`);
      const firstId = blocks.pop() ?? (await takeBlock(pool));
      try {
        const [row] = await pool.run<{ nextId: string }>(statement, parametersOf(lines, firstId));
        if (row) blocks.push(Number(row.nextId));
        return true;
      } catch (error) {
        if (isUniqueViolation(error)) return false;
        throw error;
      }
    },
    end: () => pool.end(),
  };
}

async function takeBlock(pool: BinaryPool): Promise<number> {
  const text = `select nextval('instrument_message_id_seq')::text as "nextId"`;
  const [row] = await pool.run<{ nextId: string }>({ name: 'take-message-ids', text }, []);
  return Number(row?.nextId);
}

function parametersOf(lines: readonly MessageLine[], firstId: number): Buffer[] {
  const of = <T>(take: (line: MessageLine) => T) => lines.map(take);
  const kinds = [...kindsOf(lines, firstId)];
  const jobs = kinds.filter(([, { state }]) => state === 'stored');
  return [
    binaryArray(
      'int8',
      lines.map((_, index) => firstId + index),
    ),
    binaryArray('int4', of(({ instrumentId }) => instrumentId)),
    binaryArray('text', of(({ connection }) => connection)),
    binaryArray('uuid', of(({ keyHash }) => keyHash)),
    binaryArray('uuid', of(({ bodyHash }) => bodyHash)),
    binaryArray('int8', of(variantOf)),
    binaryArray('text', of(({ controlId }) => controlId)),
    binaryArray('bytea', of(({ body }) => body)),
    binaryArray('text', of(({ answer }) => answer)),
    binaryArray('text', of(({ state }) => state)),
    binaryArray('text', of(({ reason }) => reason)),
    binaryArray('timestamptz', of(({ receivedAt }) => receivedAt)),
    binaryArray('int4', jobs.map(([, { realm }]) => realm)),
    binaryArray('text', jobs.map(([, { ids }]) => JSON.stringify({ messageIds: ids.map(String) }))),
    binaryArray('timestamptz', kinds.map(([, { at }]) => at)),
    binaryArray('text', kinds.map(([, { state }]) => `messages-${state}`)),
    binaryArray('text', kinds.map(([, { realm }]) => `instrument-messages:${realm}`)),
    binaryArray('text', kinds.map(([, { ids }]) => JSON.stringify({ count: ids.length, first: ids[0], last: ids.at(-1) }))),
  ]; // prettier-ignore
}

type Kind = { state: string; realm: number; ids: number[]; at: number };

/** Messages by their state and the realm of their instrument (0: nobody knows), each kind with one audit row. */
function kindsOf(lines: readonly MessageLine[], firstId: number): Map<string, Kind> {
  const kinds = new Map<string, Kind>();
  lines.forEach(({ state, instrumentId, receivedAt }, index) => {
    const realm = Math.sign(instrumentId ?? 0);
    const key = `${state}:${realm}`;
    const kind = kinds.get(key) ?? { state, realm, ids: [], at: receivedAt };
    kind.ids.push(firstId + index);
    kind.at = Math.max(kind.at, receivedAt);
    kinds.set(key, kind);
  });
  return kinds;
}

/** 0, or of a body that may stand beside another under its key the first 64 bits of its hash. */
export function variantOf({ mayShareKey, bodyHash }: MessageLine): bigint {
  return mayShareKey ? BigInt.asIntN(64, BigInt(`0x${bodyHash.slice(0, 16)}`)) : 0n;
}
