import { type Executor, type PlacedEntry, placedEntry } from '#lis/persistence';

/** A block as it stands, and whether its own columns agree. */
export type StoredBlock = {
  number: number;
  total: number;
  ids: string[];
  xacts: string[];
  digests: Buffer;
  previous: string;
  hash: string;
  sealedAt: number;
  lastXact: string;
  lastId: string;
};
export type Place = { xact: string; id: string };

/** Every chain that has a block, or a row that should be in one. Reads the audit once. */
export async function listChains(db: Executor, watermark: Place): Promise<number[]> {
  const rows = await db<{ chain: number }[]>`
    select chain from audit_block
    union
    select coalesce(sweep_id, 0) from audit
    where (xact, id) <= (${watermark.xact}::text::xid8, ${watermark.id}::text::bigint)
    order by chain`;
  return rows.map(({ chain }) => chain);
}

/** How far the sealer has come, and how many rows wait behind. */
export async function readWatermark(db: Executor): Promise<Place & { unsealed: number }> {
  const [last] = await db<(Place & { unsealed: number })[]>`
    select w.xact::text as xact, w.id::text as id,
      (select count(*) from audit a where (a.xact, a.id) > (w.xact, w.id)) as unsealed
    from (select coalesce(l.last_xact, '0') as xact, coalesce(l.last_id, 0) as id
      from (select) one left join lateral (
        select last_xact, last_id from audit_block order by last_xact desc, last_id desc limit 1) l on true) w`;
  return last ?? { xact: '0', id: '0', unsealed: 0 };
}

/** The next blocks of a chain after a number. */
export async function readBlocks(
  db: Executor,
  chain: number,
  after: number,
  limit: number,
): Promise<StoredBlock[]> {
  return db<StoredBlock[]>`
    select number, total, ids::text[] as ids, xacts::text[] as xacts, digests, encode(previous, 'hex') as previous,
      encode(hash, 'hex') as hash, sealed_at as "sealedAt", last_xact::text as "lastXact", last_id::text as "lastId"
    from audit_block where chain = ${chain} and number > ${after} order by number limit ${limit}`;
}

/** The rows of a chain between two places, at most so many. */
export async function readEntries(
  db: Executor,
  chain: number,
  after: Place,
  to: Place,
  limit: number,
): Promise<PlacedEntry[]> {
  return db<PlacedEntry[]>`
    select ${placedEntry(db)} from audit a
    where (a.xact, a.id) > (${after.xact}::text::xid8, ${after.id}::text::bigint)
      and (a.xact, a.id) <= (${to.xact}::text::xid8, ${to.id}::text::bigint)
      and a.sweep_id is not distinct from nullif(${chain}::int, 0)
    order by a.xact, a.id limit ${limit}`;
}

export async function readEntry(db: Executor, id: string): Promise<PlacedEntry | undefined> {
  const [entry] = await db<PlacedEntry[]>`
    select ${placedEntry(db)} from audit a where a.id = ${id}::text::bigint`;
  return entry;
}

/** The id that is sealed with a digest in a chain, other than one. Reads the chain: for a break only. */
export async function findSealed(
  db: Executor,
  chain: number,
  digest: Buffer,
  otherThan: string,
): Promise<string | undefined> {
  const [found] = await db<{ id: string }[]>`
    select i.id::text as id from audit_block b
    cross join lateral unnest(b.ids) with ordinality as i (id, n)
    where b.chain = ${chain} and position(${digest} in b.digests) > 0
      and substring(b.digests from 32 * (i.n::int - 1) + 1 for 32) = ${digest}
      and i.id <> ${otherThan}::text::bigint
    order by b.number, i.n limit 1`;
  return found?.id;
}

/** Whether a block of any chain has the row. Reads all blocks: for a break only. */
export async function isSealed(db: Executor, id: string): Promise<boolean> {
  const [found] = await db`select from audit_block where ids @> array[${id}::text::bigint] limit 1`;
  return found !== undefined;
}
