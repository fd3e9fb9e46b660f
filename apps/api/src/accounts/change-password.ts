import { hashPassword } from '#lis/accounts';
import { passwordFault } from '#lis/domain';
import { type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { checkPassword } from './check-password.js';
import { openSession } from './open-session.js';
import { hashing } from './password-work.js';

/**
 * A person's own new password. Every session of the account ends, this one too: its successor's token is given.
 * @throws Rejection 401 log-in-refused (the current password counts as an attempt), 400 password-too-short,
 *   password-too-simple or password-unchanged, 429 log-in-busy
 */
export async function changePassword(
  context: Context,
  actor: Actor,
  { current, password }: { current: string; password: string },
): Promise<string> {
  const { db, clock } = context;
  const [account] = await db<{ loginName: string }[]>`
    select login_name as "loginName" from account where actor_id = ${actor.id}`;
  if (!account) throw new Rejection(401, 'session-ended');
  const fault = passwordFault(password, account.loginName);
  if (fault) throw new Rejection(400, `password-${fault}`);
  if (current === password) throw new Rejection(400, 'password-unchanged');
  const work = async (tx: Transaction) => {
    if (!(await checkPassword(tx, context, actor.origin, account.loginName, current))) return null;
    await tx`
      update account set password_hash = ${await hashPassword(password)}, password_must_change = false
      where actor_id = ${actor.id}`;
    await tx`
      update account_session set closed_at = ${clock.machine()} where actor_id = ${actor.id} and closed_at is null`;
    await writeAudit(tx, [
      {
        ...{ at: clock.now(actor.realm), sweepId: null, actor: actor.name, origin: actor.origin },
        ...{ action: 'password-changed', subject: `account:${actor.id}` },
      },
    ]);
    return openSession(tx, context, actor.id, 'password', actor.origin);
  };
  const token = await hashing(() => db.begin(work));
  if (token === null) throw new Rejection(401, 'log-in-refused');
  return token;
}
