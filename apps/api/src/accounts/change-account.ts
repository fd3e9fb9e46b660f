import { hashPassword, initialPassword } from '#lis/accounts';
import { isUniqueViolation, type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { closeSessions } from './sessions.queries.js';

type Change = { action: string; detail?: Record<string, unknown>; endsSessions: boolean };

/** One change of an account of the own realm, with its audit row. @throws Rejection 404 account-unknown */
export async function changeAccount(
  { db, clock }: Context,
  actor: Actor,
  accountId: number,
  { action, detail, endsSessions }: Change,
  update: (tx: Transaction, machine: number) => PromiseLike<readonly unknown[]>,
): Promise<void> {
  const machine = clock.machine();
  const work = async (tx: Transaction) => {
    const own = Math.sign(accountId) === Math.sign(actor.id);
    const changed = own ? await update(tx, machine) : [];
    if (changed.length === 0) throw new Rejection(404, 'account-unknown');
    const closed = endsSessions ? await closeSessions(tx, accountId, machine, null) : [];
    await writeAudit(tx, [
      {
        ...{ at: clock.now(actor.realm), sweepId: null, actor: actor.name, origin: actor.origin },
        ...{ action, subject: `account:${accountId}` },
        detail: { ...detail, ...(endsSessions && { sessionsEnded: closed.length }) },
      },
    ]);
  };
  await db.begin(work);
}

/** Nobody logs in to it any more, and its sessions end. @throws Rejection 409 own-account, 404 account-unknown */
export function disableAccount(context: Context, actor: Actor, accountId: number): Promise<void> {
  if (accountId === actor.id) throw new Rejection(409, 'own-account');
  const change = { action: 'account-disabled', endsSessions: true };
  return changeAccount(
    context,
    actor,
    accountId,
    change,
    (tx, machine) => tx`
      update account set disabled_at = coalesce(disabled_at, ${machine}) where actor_id = ${accountId}
      returning actor_id`,
  );
}

/** Somebody may log in to it again, with the password that it has. @throws Rejection 404 account-unknown */
export function enableAccount(context: Context, actor: Actor, accountId: number): Promise<void> {
  const change = { action: 'account-enabled', endsSessions: false };
  return changeAccount(
    context,
    actor,
    accountId,
    change,
    (tx) => tx`update account set disabled_at = null where actor_id = ${accountId} returning actor_id`,
  );
}

/** A new initial password, shown once; unlocks, and ends the account's sessions. @throws Rejection 404 account-unknown */
export async function resetPassword(context: Context, actor: Actor, accountId: number) {
  const password = initialPassword();
  const passwordHash = await hashPassword(password);
  const change = { action: 'password-reset', endsSessions: true };
  await changeAccount(
    context,
    actor,
    accountId,
    change,
    (tx) => tx`
      update account set password_hash = ${passwordHash}, password_must_change = true, failures = 0, locked_until = null
      where actor_id = ${accountId} returning actor_id`,
  );
  return { accountId, initialPassword: password };
}

/**
 * Says who of the identity provider the account's person is; another link of the account is replaced.
 * @throws Rejection 404 account-unknown, 409 subject-taken
 */
export async function linkAccount(
  context: Context,
  actor: Actor,
  { accountId, issuer, subject }: { accountId: number; issuer: string; subject: string },
): Promise<void> {
  try {
    await changeAccount(
      context,
      actor,
      accountId,
      { action: 'account-linked', detail: { issuer }, endsSessions: false },
      (tx) => tx`
        update account set oidc_issuer = ${issuer}, oidc_subject = ${subject} where actor_id = ${accountId}
        returning actor_id`,
    );
  } catch (error) {
    if (isUniqueViolation(error)) throw new Rejection(409, 'subject-taken');
    throw error;
  }
}
