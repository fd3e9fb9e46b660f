import type { Realm } from '#lis/domain';
import type { Executor, Transaction } from './connection.js';

/** Any numbers that no other advisory lock of the product uses. */
const locks = { real: 7_402_010, drill: 7_402_011 } as const satisfies Record<Realm, number>;

/** Somebody was erased between the look and the writing: SQLSTATE 40001, the same work is done again. */
const crossed = () =>
  Object.assign(new Error('people were erased between look-up and writing'), { code: '40001' });

const readErasures = (db: Executor, realm: Realm) =>
  db<{ erasures: number }[]>`select erasures from retention_count where realm = ${realm}`;

/**
 * Nobody of the realm is erased until the transaction ends, and nobody was since `seen` was read (null: nothing was
 * looked up). Many hold it at once. Both statements are sent without waiting between them.
 * @throws 40001 when somebody was erased meanwhile: whom the caller found may be nobody any more
 */
export async function holdOffRetention(tx: Transaction, realm: Realm, seen: number | null): Promise<void> {
  const [, [now]] = await Promise.all([
    tx`select pg_advisory_xact_lock_shared(${locks[realm]})`,
    readErasures(tx, realm),
  ]);
  if (seen !== null && now?.erasures !== seen) throw crossed();
}

/** Waits for those who are registering, and makes those who have looked people up look again. */
export async function holdOffRegistration(tx: Transaction, realm: Realm): Promise<void> {
  await tx`select pg_advisory_xact_lock(${locks[realm]})`;
  await tx`update retention_count set erasures = erasures + 1 where realm = ${realm}`;
}
