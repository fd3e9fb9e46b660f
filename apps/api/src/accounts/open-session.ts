import { randomBytes, randomUUID } from 'node:crypto';
import { realmOf } from '#lis/domain';
import { type Transaction, writeAudit } from '#lis/persistence';
import { type Context, tokenHash } from '#lis/platform';

/** However busy, a person logs in anew after this long. */
const longestMs = 12 * 3_600_000;

/** Logs an account in, and gives the session's token (256 bits, kept as a hash). Never reuses one. */
export async function openSession(
  tx: Transaction,
  { clock }: Context,
  accountId: number,
  method: 'password' | 'oidc',
  origin: string,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const machine = clock.machine();
  const id = randomUUID();
  await tx`
    insert into account_session (token_hash, id, actor_id, method, origin, opened_at, last_seen_at, ends_at)
    values (${tokenHash(token)}, ${id}, ${accountId}, ${method}, ${origin}, ${machine}, ${machine},
      ${machine + longestMs})`;
  await tx`update account set last_log_in_at = ${machine} where actor_id = ${accountId}`;
  await writeAudit(tx, [
    {
      ...{ at: clock.now(realmOf(accountId)), sweepId: null, actor: `staff:${accountId}`, origin },
      ...{ action: 'logged-in', subject: `account:${accountId}`, detail: { method, session: id } },
    },
  ]);
  return token;
}
