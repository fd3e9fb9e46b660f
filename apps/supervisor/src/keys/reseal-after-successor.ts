import { setTimeout as sleep } from 'node:timers/promises';
import type { Realm } from '#lis/domain';
import type { Db } from '#lis/persistence';
import { type Context, followKeys } from '#lis/platform';
import { resealRealm } from './reseal.js';

type Office = Omit<Context, 'keys'>;
/** `settledMs`: so old must the successor be, as running processes seal with the older one until they know it. */
type Pace = { settledMs: number; restMs: number; signal: AbortSignal; pageSize?: number };

/** Any number that no other advisory lock of the product uses. */
const resealLock = 7_402_005;
const code = 'data-key-nearly-used';

/**
 * After a data key got a successor by itself: seals every value of its realm anew, in small pages with rests, and closes
 * the task when a whole pass found nothing under an older key. One process at a time over all machines; it may be
 * stopped at any moment and begun again. Values that do not open leave the task to a person.
 */
export async function resealAfterSuccessor(office: Office, pace: Pace): Promise<Realm[]> {
  const { db } = office;
  if ((await findRealms(office, pace.settledMs)).length === 0) return [];
  const lock = await db.reserve();
  try {
    const [got] = await lock<{ mine: boolean }[]>`select pg_try_advisory_lock(${resealLock}) as mine`;
    if (!got?.mine) return [];
    try {
      const done: Realm[] = [];
      const { ring: keys, stop } = await followKeys(office, true);
      try {
        for (const realm of await findRealms(office, pace.settledMs)) {
          if (await reseal({ ...office, keys }, realm, pace)) done.push(realm);
        }
      } finally {
        stop();
      }
      return done;
    } finally {
      await lock`select pg_advisory_unlock(${resealLock})`;
    }
  } finally {
    lock.release();
  }
}

/** Realms with an open task whose key has a successor that every process knows by now. */
async function findRealms({ db, clock }: Office, settledMs: number): Promise<Realm[]> {
  const rows = await db<{ realm: Realm }[]>`
    select distinct u.realm from attention a
    join data_key_use u on a.subject = 'data-key:' || u.realm || '/' || u.key_id
    where a.code = ${code} and a.sweep_id is null and a.closed_at is null and exists (
      select from data_key_use s where s.realm = u.realm and s.key_id > u.key_id
        and s.first_used_at < ${clock.machine() - settledMs}::timestamptz)`;
  return rows.map(({ realm }) => realm);
}

async function reseal(
  office: Context,
  realm: Realm,
  { restMs, signal, pageSize = 200 }: Pace,
): Promise<boolean> {
  const rest = () => sleep(restMs, undefined, { signal });
  // what another process wrote behind this one's back is found by the next pass
  for (;;) {
    const { values, unopenable } = await resealRealm(office, realm, { pageSize, by: 'system:keys', rest });
    if (unopenable > 0) return false;
    if (values > 0) continue;
    await closeTasks(office.db, realm, office.keys[realm].dataKeyId, office.clock.now('real'));
    return true;
  }
}

async function closeTasks(db: Db, realm: Realm, newest: number, now: number): Promise<void> {
  await db`
    update attention a set closed_at = ${now}, closed_by = 'system:keys'
    from data_key_use u
    where a.code = ${code} and a.sweep_id is null and a.closed_at is null and u.realm = ${realm}
      and u.key_id < ${newest} and a.subject = 'data-key:' || u.realm || '/' || u.key_id`;
}
