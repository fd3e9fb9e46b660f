import type { Realm } from '#lis/domain';
import { arrayLiteral, byteaArrayLiteral, type Executor } from '#lis/persistence';
import type { PreparedTube } from './prepared-tube.js';

const ids = (tubes: readonly PreparedTube[]) => arrayLiteral(tubes.map(({ tube }) => tube.id));

/**
 * Enters tubes into the one registry of codes; answers the ids that were entered. Sorted by code, so that two
 * processes that register the same tubes in opposite order wait for each other instead of crossing.
 */
export async function claimCodes(
  db: Executor,
  tubes: readonly PreparedTube[],
  codeOf: (tube: PreparedTube) => string,
): Promise<Set<string>> {
  const rows = await db<{ tube_id: string }[]>`
    insert into tube_code (code, tube_id, sweep_id, body_hash)
    select * from unnest(
      ${arrayLiteral(tubes.map(codeOf))}::text::text[],
      ${ids(tubes)}::text::uuid[],
      ${arrayLiteral(tubes.map(({ tube }) => tube.sweepId))}::text::int[],
      ${byteaArrayLiteral(tubes.map(({ bodyHash }) => bodyHash))}::text::bytea[]) as t (code, tube_id, sweep_id, body_hash)
    order by code
    on conflict do nothing returning tube_id`;
  return new Set(rows.map((row) => row.tube_id));
}

export type KnownTube = { tubeId: string; sweepId: number; bodyHash: Uint8Array };

/** Those of the tubes whose id is registered already: replays, or another body under the same id. */
export async function findTubes(
  db: Executor,
  tubes: readonly PreparedTube[],
): Promise<Map<string, KnownTube>> {
  const rows = await db<KnownTube[]>`
    select tube_id as "tubeId", sweep_id as "sweepId", body_hash as "bodyHash" from tube_code
    where tube_id = any(${ids(tubes)}::text::uuid[])`;
  return new Map(rows.map((row) => [row.tubeId, row]));
}

export type FirstReceipt = {
  tubeId: string;
  outcome: 'accepted' | 'conflict';
  flags: string[];
  memberFlags: { ordinal: number; flags: string[] }[];
};

/** What was answered the first time, read back from what was stored. */
export async function readFirstReceipts(db: Executor, known: readonly KnownTube[]): Promise<FirstReceipt[]> {
  return db<FirstReceipt[]>`
    select t.id as "tubeId", t.outcome, t.flags,
      coalesce((
        select jsonb_agg(jsonb_build_object('ordinal', m.ordinal, 'flags', m.flags) order by m.ordinal)
        from member m where m.sweep_id = t.sweep_id and m.tube_id = t.id and m.flags <> '{}'), '[]') as "memberFlags"
    from unnest(
      ${arrayLiteral(known.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(known.map(({ tubeId }) => tubeId))}::text::uuid[]) as k (sweep_id, id)
    join tube t on t.sweep_id = k.sweep_id and t.id = k.id`;
}

/**
 * Holds the tubes that held a disputed code first: nothing about them leaves, and no look-up says negative,
 * until a person with the tube in hand has decided. A drill holds nothing real, nor the other way round (law 11).
 */
export async function holdCodeHolders(db: Executor, realm: Realm, codes: readonly string[]): Promise<void> {
  await db`
    update tube set held = true from tube_code c
    where c.code = any(${arrayLiteral([...codes])}::text::text[])
      and (c.sweep_id < 0) = ${realm === 'drill'} and tube.sweep_id = c.sweep_id and tube.id = c.tube_id and not held`;
}
