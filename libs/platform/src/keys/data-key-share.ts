import { DATA_KEY_BLOCK, DATA_KEY_VALUES, isDataKeyNearlyUsed, type Realm } from '#lis/domain';
import { askAttention, type Executor } from '#lis/persistence';
import type { Context } from '../context.js';
import { Rejection } from '../problems/rejection.js';
import { addDataKey } from './add-data-key.js';

type Office = Pick<Context, 'db' | 'clock' | 'configuration'>;

/** Takes a block of values of a data key. Gives all that is reserved by now, null when there is no block left. */
export async function reserveBlock(
  db: Executor,
  realm: Realm,
  keyId: number,
  machine: number,
): Promise<number | null> {
  const [row] = await db<{ reserved: number }[]>`
    insert into data_key_use as u (realm, key_id, reserved, first_used_at)
    values (${realm}, ${keyId}, ${DATA_KEY_BLOCK}, ${machine})
    on conflict (realm, key_id) do update set reserved = u.reserved + ${DATA_KEY_BLOCK}
      where u.reserved + ${DATA_KEY_BLOCK} <= ${DATA_KEY_VALUES}
    returning reserved`;
  return row?.reserved ?? null;
}

/**
 * This process's share of a data key: one block now, the next when half of it is used. Gives what `seal` calls for
 * each value. From three quarters of the key on a person is told and a new key is added.
 */
export async function takeShare(office: Office, realm: Realm, keyId: number): Promise<() => void> {
  let left = 0;
  let asking = false;
  let usedUp = false;

  const take = async () => {
    const reserved = await reserveBlock(office.db, realm, keyId, office.clock.machine());
    if (reserved === null) usedUp = true;
    else left += DATA_KEY_BLOCK;
    if (isDataKeyNearlyUsed(reserved ?? DATA_KEY_VALUES)) await succeed(office, realm, keyId, reserved);
  };
  const takeMore = () => {
    if (asking || usedUp) return;
    asking = true;
    void take()
      .catch(() => undefined)
      .finally(() => (asking = false));
  };

  await take();
  return () => {
    if (left < DATA_KEY_BLOCK / 2) takeMore();
    if (left <= 0) throw new Rejection(503, 'data-key-used-up', {}, 1);
    left -= 1;
  };
}

/** Tells a person once, and adds the key's successor unless that is done. */
async function succeed(office: Office, realm: Realm, keyId: number, reserved: number | null): Promise<void> {
  const { db, clock } = office;
  if (reserved !== null && !isDataKeyNearlyUsed(reserved - DATA_KEY_BLOCK)) {
    const subject = `data-key:${realm}/${keyId}`;
    await askAttention(db, [{ sweepId: null, code: 'data-key-nearly-used', subject, at: clock.now(realm) }]);
  }
  await addDataKey(office, realm, { actor: 'system:keys', origin: 'process', after: keyId });
}
