import { setTimeout as sleep } from 'node:timers/promises';
import { hashPassword } from '#lis/accounts';
import { type Arena, firstOf } from './arena.js';

const perMinute = 30;

/**
 * Guesses from one address at both processes: looked at are thirty a minute and not sixty, the account is locked,
 * and then the right password opens nothing either.
 */
export async function guessPasswords({ ask, product, small }: Arena): Promise<string | null> {
  const { owner } = product.database;
  const tries = small ? 400 : 10_000;
  const password = 'the right one of nine words';
  await owner`insert into actor (id, kind, role, name) values (-130, 'staff', 'administrator', 'target')`;
  await owner`
    insert into account (actor_id, login_name, password_hash, password_must_change, created_at)
    values (-130, 'target', ${await hashPassword(password)}, false, clock_timestamp())`;
  const statuses = new Map<number, number>();
  // locked before the right one comes up
  for (let n = 0; n < 5; n++) {
    const { status } = await ask({
      path: '/v1/log-in',
      body: { loginName: 'target', password: `wrong ${n}` },
    });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  let sent = 0;
  const started = performance.now();
  const guess = async (): Promise<void> => {
    while (sent < tries) {
      const n = sent++;
      const body = {
        loginName: n % 2 ? 'target' : `name-${n}`,
        password: n > 100 && n % 50 < 2 ? password : `guess ${n}`,
      };
      let told = await ask({ path: '/v1/log-in', body }, n % 4 < 2 ? 0 : 1);
      // nobody looked at it: it is tried again
      while (told.text.includes('log-in-busy')) {
        await sleep(20);
        told = await ask({ path: '/v1/log-in', body }, n % 4 < 2 ? 0 : 1);
      }
      const { status } = told;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 16 }, guess));
  const minutes = Math.floor((performance.now() - started) / 60_000) + 2;
  const looked = statuses.get(401) ?? 0;
  const [account] = await owner<{ failures: number; locked: boolean; sessions: number }[]>`
    select failures, locked_until > clock_timestamp() as locked,
      (select count(*)::int from account_session where actor_id = -130) as sessions
    from account where actor_id = -130`;
  // windows begin with the first attempt: one more may have begun
  const allowed = perMinute * (minutes - 1) + (minutes > 2 ? perMinute : 0);
  const odd = [...statuses.keys()].filter((status) => status !== 401 && status !== 429);
  return firstOf(
    odd.length === 0 ? null : `a guess was answered ${odd.join(', ')}`,
    looked > 0 && looked <= allowed ? null : `${looked} guesses were looked at, ${allowed} may be`,
    account?.sessions === 0 ? null : 'a guess opened a session',
    account && (account.locked || account.failures < 5) ? null : 'the account is not locked',
    (await ask({ path: '/health' })).status === 200 ? null : 'the api does not answer',
  );
}
