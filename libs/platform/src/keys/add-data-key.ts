import { randomBytes } from 'node:crypto';
import type { Realm } from '#lis/domain';
import { writeAudit } from '#lis/persistence';
import type { Context } from '../context.js';
import { loadSecrets, replaceSecrets } from '../secrets.js';

type Office = Pick<Context, 'db' | 'clock' | 'configuration'>;
/** `after`: only when this is still the newest key, so that of several who want a successor one makes it. */
export type KeyChange = { actor: string; origin: string; after?: number };

/** Keys are changed by one at a time, on whatever machine: the lock is the database's. */
export const keyLock = 0x6b657973;

/**
 * Adds a data key to the realm; running processes take it into use within seconds. Gives the id of the newest key.
 * @throws Error when the secrets cannot be written
 */
export async function addDataKey(office: Office, realm: Realm, change: KeyChange): Promise<number> {
  const { db, clock, configuration } = office;
  return db.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${keyLock})`;
    const secrets = loadSecrets(configuration);
    const { data } = secrets.keys[realm];
    const newest = Math.max(...Object.keys(data).map(Number));
    if (change.after !== undefined && change.after !== newest) return newest;
    const added = newest + 1;
    await writeAudit(tx, [
      {
        at: clock.now(realm),
        sweepId: null,
        actor: change.actor,
        origin: change.origin,
        action: 'data-key-added',
        subject: `data-key:${realm}/${added}`,
      },
    ]);
    await tx`insert into data_key_use values (${realm}, ${added}, 0, ${clock.machine()})
      on conflict do nothing`;
    data[added] = randomBytes(32).toString('hex');
    replaceSecrets(configuration, secrets);
    return added;
  });
}
