import type { Db } from '#lis/persistence';

/** Any number that no other advisory lock of the product uses. */
const sweeperLock = 7_402_004;
/** What ended is kept for a day: whoever looks into yesterday's trouble finds it. */
export const keptMs = 86_400_000;

/**
 * Deletes what served its time and is in the audit: ended sessions, codes of enrolment, nonces, tokens of tablets. Up to
 * `limit` rows of each, one process at a time. Nothing that is open, used or revoked for less than a day is touched, nor a
 * key. `machine`: epoch ms of the machine's clock. Gives how many rows went.
 */
export async function sweepPast(db: Db, machine: number, limit: number): Promise<number> {
  const before = machine - keptMs;
  return db.begin(async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${sweeperLock}) as mine`;
    if (!lock?.mine) return 0;
    const [sessions] = await tx<{ count: number }[]>`
      select sweep_account_sessions(${before}::timestamptz, ${limit}) as count`;
    const codes = await tx`
      delete from tablet_code where code_hash in (
        select code_hash from tablet_code where expires_at < ${before}::timestamptz limit ${limit})`;
    const nonces = await tx`
      delete from tablet_challenge where nonce_hash in (
        select nonce_hash from tablet_challenge where expires_at < ${before}::timestamptz limit ${limit})`;
    // a tablet's own: the name of a key stays on the administrator's list
    const tokens = await tx`
      delete from credential where token_hash in (
        select token_hash from credential
        where name is null and expires_at is not null and expires_at < ${before}::timestamptz limit ${limit})`;
    return (sessions?.count ?? 0) + codes.count + nonces.count + tokens.count;
  });
}
