import type { Transaction } from '#lis/persistence';
import { type Context, Rejection } from '#lis/platform';
import type { SharedThrottle } from '../hardening/index.js';
import { refuseThrottled } from './audit-throttle.js';
import { checkPassword } from './check-password.js';
import { openSession } from './open-session.js';
import { hashing } from './password-work.js';

/**
 * Logs in with name and password, and gives the session's token.
 * @throws Rejection 401 log-in-refused whatever was wrong, 429 log-in-busy and log-in-too-often before anything is hashed
 */
export async function logIn(
  context: Context,
  throttle: SharedThrottle,
  origin: string,
  { loginName, password }: { loginName: string; password: string },
): Promise<string> {
  const work = async (tx: Transaction) => {
    const found = await checkPassword(tx, context, origin, loginName, password);
    return found && openSession(tx, context, found.id, 'password', origin);
  };
  // the refusal is thrown behind the transaction: what it counted must stay
  // counted behind the wait for a place: an attempt that nobody looked at is none
  const token = await hashing(async () => {
    const wait = await throttle.enter(origin);
    if (wait > 0) await refuseThrottled(context, throttle, origin, wait);
    return context.db.begin(work);
  });
  if (token === null) throw new Rejection(401, 'log-in-refused');
  await throttle.leave(origin);
  return token;
}
