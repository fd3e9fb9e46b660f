import type { Realm } from '#lis/domain';
import { type Executor, writeAudit } from '#lis/persistence';
import { type Context, keyLock, loadSecrets, replaceSecrets } from '#lis/platform';
import { SEALED_COLUMNS } from './sealed-columns.js';

type Office = Pick<Context, 'db' | 'clock' | 'configuration'>;
export type Dropped = { dropped: number[]; kept: { keyId: number; why: 'too-young' | 'in-use' }[] };

/** By then every process seals with the newest key and what it had in flight is committed, ms. */
const settledAfterMs = 60_000;

/** Data keys of a realm under which a value lies, in any table. */
async function keysInUse(db: Executor, realm: Realm): Promise<Set<number>> {
  const used = new Set<number>();
  for (const { table, column, signed } of SEALED_COLUMNS) {
    const rows = await db.unsafe<{ keyId: number }[]>(
      `select distinct data_key_id as "keyId" from ${table}
      where (${signed} < 0) = $1::boolean and ${column} <> ''`,
      [realm === 'drill'],
    );
    for (const { keyId } of rows) used.add(keyId);
  }
  return used;
}

/**
 * Removes the data keys of a realm under which nothing lies any more. The newest stays, and an older one stays until
 * the newest has been in use for a minute: what another process sealed just before it knew must be there to be counted.
 */
export async function dropDataKeys({ db, clock, configuration }: Office, realm: Realm): Promise<Dropped> {
  return db.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${keyLock})`;
    const secrets = loadSecrets(configuration);
    const { data } = secrets.keys[realm];
    const ids = Object.keys(data).map(Number);
    const newest = Math.max(...ids);
    const old = ids.filter((id) => id !== newest);
    const [newestUse] = await tx<{ since: number }[]>`
      select first_used_at as since from data_key_use where realm = ${realm} and key_id = ${newest}`;
    if (!newestUse || newestUse.since + settledAfterMs > clock.machine()) {
      return { dropped: [], kept: old.map((keyId) => ({ keyId, why: 'too-young' as const })) };
    }
    const used = old.length === 0 ? new Set<number>() : await keysInUse(tx, realm);
    const dropped = old.filter((id) => !used.has(id));
    if (dropped.length > 0) {
      await writeAudit(
        tx,
        dropped.map((id) => ({
          at: clock.now(realm),
          sweepId: null,
          actor: 'operator:keys',
          origin: 'command',
          action: 'data-key-dropped',
          subject: `data-key:${realm}/${id}`,
        })),
      );
      for (const id of dropped) delete data[id];
      replaceSecrets(configuration, secrets);
    }
    return { dropped, kept: old.filter((id) => used.has(id)).map((keyId) => ({ keyId, why: 'in-use' })) };
  });
}
