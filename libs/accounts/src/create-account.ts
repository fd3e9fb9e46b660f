import type { CreateAccountRequest } from '#lis/contracts';
import { SCOPE_OF_ROLE } from '#lis/domain';
import { isUniqueViolation, type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { insertActor } from './insert-actor.js';
import { hashPassword, initialPassword } from './passwords.js';

/**
 * An account in the realm of who makes it, with a password that is shown once and must be changed at the first log-in.
 * @throws Rejection 400 scope-required or scope-not-expected (R6: the place that the role is bound to, and no other),
 *   409 login-name-taken, 409 place-unknown
 */
export async function createAccount(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  by: Pick<Actor, 'realm' | 'name' | 'origin'>,
  account: CreateAccountRequest,
): Promise<{ accountId: number; initialPassword: string }> {
  requireScope(account);
  const password = initialPassword();
  const passwordHash = await hashPassword(password);
  const at = clock.now(by.realm);
  const work = async (tx: Transaction) => {
    const accountId = await insertActor(tx, { ...account, realm: by.realm, kind: 'staff' });
    await tx`
      insert into account (actor_id, login_name, password_hash, password_must_change, created_at)
      values (${accountId}, ${account.loginName}, ${passwordHash}, true, ${at})`;
    await writeAudit(tx, [
      {
        ...{ at, sweepId: null, actor: by.name, origin: by.origin },
        ...{ action: 'account-created', subject: `account:${accountId}`, detail: { role: account.role } },
      },
    ]);
    return { accountId, initialPassword: password };
  };
  try {
    return await db.begin(work);
  } catch (error) {
    if (isUniqueViolation(error)) throw new Rejection(409, 'login-name-taken');
    throw error;
  }
}

/**
 * The place that the role is bound to, and no other (R6).
 * @throws Rejection 400 scope-required, scope-not-expected
 */
export function requireScope(account: Omit<CreateAccountRequest, 'loginName' | 'name'>): void {
  const wanted = SCOPE_OF_ROLE[account.role];
  const given = {
    site: account.siteCode,
    laboratory: account.laboratoryCode,
    jurisdiction: account.jurisdictionCode,
  };
  for (const scope of ['site', 'laboratory', 'jurisdiction'] as const) {
    if (scope === wanted && given[scope] === undefined) throw new Rejection(400, 'scope-required', { scope });
    if (scope !== wanted && given[scope] !== undefined)
      throw new Rejection(400, 'scope-not-expected', { scope });
  }
}
