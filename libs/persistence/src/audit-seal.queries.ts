import { createHash } from 'node:crypto';
import {
  type AuditEntry,
  blockText,
  CHAIN_WITHOUT_SWEEP,
  entryText,
  NO_BLOCK_BEFORE,
  type SealedBlock,
} from '#lis/domain';
import { askAttention } from './attention.queries.js';
import { writeAudit } from './audit.queries.js';
import { arrayLiteral } from './bulk.js';
import type { Db, Executor } from './connection.js';

/** Any number that no other advisory lock of the product uses. */
const sealerLock = 7_402_002;

/** A row with its place in the order of sealing. */
export type PlacedEntry = AuditEntry & { id: string; xact: string };

/** The columns of a PlacedEntry, of a table `audit a`: as text, so that not a microsecond is lost on the way. */
export const placedEntry = (db: Executor) => db`
  a.id::text as id, a.xact::text as xact, extract(epoch from a.at)::text as at, a.sweep_id::text as "sweepId",
  a.actor, a.origin, a.action, a.subject, a.detail::text as detail`;

export const digestOf = (entry: AuditEntry): Buffer => createHash('sha256').update(entryText(entry)).digest();

export const hashOf = (block: SealedBlock, digests: Uint8Array): Buffer =>
  createHash('sha256').update(blockText(block)).update(digests).digest();

/**
 * Chains up to `limit` rows of the audit, a block for each sweep among them, in one transaction; gives how many, and
 * 0 when another process is sealing. Only rows of ended transactions, in the order of those: a transaction that is
 * still open can only come after them, whatever ids it took (law 8). `now`: epoch ms of the real clock.
 */
export async function sealAudit(db: Db, limit: number, now: number): Promise<number> {
  return db.begin(async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${sealerLock}) as mine`;
    if (!lock?.mine) return 0;
    await followServer(tx, now);
    const { xact, id } = await readWatermark(tx);
    const rows = await tx<PlacedEntry[]>`
      select ${placedEntry(tx)} from audit a
      where (a.xact, a.id) > (${xact}::text::xid8, ${id}::text::bigint)
        and a.xact < audit_horizon()
      order by a.xact, a.id limit ${limit}`;
    const chains = new Map<number, PlacedEntry[]>();
    for (const row of rows) {
      const chain = Number(row.sweepId ?? CHAIN_WITHOUT_SWEEP);
      const entries = chains.get(chain);
      if (entries) entries.push(row);
      else chains.set(chain, [row]);
    }
    for (const [chain, entries] of chains) await sealBlock(tx, chain, entries, now);
    return rows.length;
  });
}

/**
 * A restore from a dump brings the rows to another server, whose transactions are counted anew: what it writes would lie
 * before what is sealed, and never be. Once for each server the numbers are shifted behind all that stand, the rows that
 * were written before anybody saw it go there too, and a person is asked to verify what was restored.
 */
async function followServer(tx: Executor, now: number): Promise<void> {
  const [server] = await tx<{ moved: number | null }[]>`select follow_audit_server() as moved`;
  if (!server || server.moved === null) return;
  const row = { at: now, sweepId: null, subject: 'audit', detail: { rowsMoved: server.moved } };
  await writeAudit(tx, [
    { ...row, actor: 'system:sealing', origin: 'process', action: 'audit-server-changed' },
  ]);
  await askAttention(tx, [{ ...row, code: 'audit-restored' }]);
}

/** The place of the last sealed row of all chains. */
async function readWatermark(db: Executor): Promise<{ xact: string; id: string }> {
  const [last] = await db<{ xact: string; id: string }[]>`
    select last_xact::text as xact, last_id::text as id from audit_block
    order by last_xact desc, last_id desc limit 1`;
  return last ?? { xact: '0', id: '0' };
}

async function sealBlock(
  tx: Executor,
  chain: number,
  entries: readonly PlacedEntry[],
  sealedAt: number,
): Promise<void> {
  const [before] = await tx<{ number: number; total: number; hash: string }[]>`
    select number, total, encode(hash, 'hex') as hash from audit_block
    where chain = ${chain} order by number desc limit 1`;
  const last = entries.at(-1);
  const block: SealedBlock = {
    chain,
    number: (before?.number ?? 0) + 1,
    total: (before?.total ?? 0) + entries.length,
    ids: entries.map(({ id }) => id),
    xacts: entries.map(({ xact }) => xact),
    previous: before?.hash ?? NO_BLOCK_BEFORE,
    sealedAt,
  };
  const digests = Buffer.concat(entries.map(digestOf));
  await tx`
    insert into audit_block (chain, number, total, ids, xacts, digests, previous, hash, sealed_at, last_xact, last_id)
    values (${chain}, ${block.number}, ${block.total}, ${arrayLiteral(block.ids)}::text::bigint[],
      ${arrayLiteral(block.xacts)}::text::xid8[], ${digests}, decode(${block.previous}, 'hex'),
      ${hashOf(block, digests)}, ${sealedAt}, ${last?.xact ?? '0'}::text::xid8, ${last?.id ?? '0'}::text::bigint)`;
}

export type ChainEnd = { chain: number; number: number; hash: string; count: number };

/** The last block of every chain: a probe of the key for each chain, whatever their lengths. */
export async function readChainEnds(db: Executor): Promise<ChainEnd[]> {
  return db<ChainEnd[]>`
    with recursive chains (chain) as (
      (select chain from audit_block order by chain limit 1)
      union all
      select (select b.chain from audit_block b where b.chain > c.chain order by b.chain limit 1)
      from chains c where c.chain is not null)
    select e.* from chains c cross join lateral (
      select chain, number, encode(hash, 'hex') as hash, total as count from audit_block b
      where b.chain = c.chain order by number desc limit 1) e
    order by e.chain`;
}
