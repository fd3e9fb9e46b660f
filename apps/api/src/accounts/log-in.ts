import type { Transaction } from '#lis/persistence';
import { type Context, Rejection } from '#lis/platform';
import { checkPassword } from './check-password.js';
import { openSession } from './open-session.js';
import { hashing } from './password-work.js';

/**
 * Logs in with name and password, and gives the session's token.
 * @throws Rejection 401 log-in-refused whatever was wrong, 429 log-in-busy before anything is hashed
 */
export async function logIn(
  context: Context,
  origin: string,
  { loginName, password }: { loginName: string; password: string },
): Promise<string> {
  const work = async (tx: Transaction) => {
    const found = await checkPassword(tx, context, origin, loginName, password);
    return found && openSession(tx, context, found.id, 'password', origin);
  };
  // the refusal is thrown behind the transaction: what it counted must stay
  const token = await hashing(() => context.db.begin(work));
  if (token === null) throw new Rejection(401, 'log-in-refused');
  return token;
}
