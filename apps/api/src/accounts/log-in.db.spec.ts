import { describe, expect, it } from 'vitest';
import { goodPassword, useAccountsApi } from './accounts.fixture.js';

const minute = 60_000;

describe('logging in', () => {
  const { ask, logIn, create, enter, clock, audited, database } = useAccountsApi();

  it('needs a new password at first, and lets nothing else be done before', async () => {
    const { accountId, initialPassword } = await create('newcomer');
    const first = await logIn('newcomer', initialPassword);
    expect(first.answer).toMatchObject({ accountId, role: 'administrator', mustChangePassword: true });
    for (const [path, body] of [
      ['accounts', undefined],
      ['sweeps', undefined],
      ['me/sessions', undefined],
      ['keys', { name: 'k', role: 'auditor', scopes: ['coverage.read'], validDays: 1 }],
    ] as const) {
      const told = await ask(path, { ...first, ...(body && { body }) });
      expect([told.status, told.body['code']]).toEqual([403, 'password-change-required']);
    }
    const change = (password: string, current = initialPassword) =>
      ask('me/password', { ...first, body: { current, password } });
    expect((await change('short')).body['code']).toBe('password-too-short');
    expect((await change('newcomer-newcomer')).body['code']).toBe('password-too-simple');
    expect((await change(initialPassword)).body['code']).toBe('password-unchanged');
    expect((await change(goodPassword, 'wrong')).body['code']).toBe('log-in-refused');
    const changed = await change(goodPassword);
    expect(changed.body).toMatchObject({ mustChangePassword: false });
    const cookie = changed.cookies[0]?.split(';')[0] ?? '';
    expect((await ask('sweeps', { cookie })).status).toBe(200);
    expect((await ask('me', first)).body['code']).toBe('session-ended');
    expect((await logIn('newcomer', initialPassword)).status).toBe(401);
    expect((await logIn('newcomer', goodPassword)).status).toBe(200);
    expect(await audited('password-changed', accountId)).toHaveLength(1);
    expect(await audited('logged-in', accountId)).toHaveLength(3);
  });

  it('keeps argon2id hashes of 19 MiB, two passes and one lane', async () => {
    const { accountId } = await create('hashed');
    const [row] = await database()
      .db`select password_hash as hash from account where actor_id = ${accountId}`;
    expect(String(row?.['hash'])).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('says the same of an unknown name, a wrong password, a locked and a disabled account, after the same work', async () => {
    await enter('known');
    await enter('locked');
    const { accountId } = await enter('disabled');
    await database().owner`update account set disabled_at = '2020-01-01Z' where actor_id = ${accountId}`;
    for (let n = 0; n < 5; n++) await logIn('locked', 'wrong');
    const times: Record<string, number> = {};
    const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
    for (const [name, password] of [
      ['unknown', goodPassword],
      ['known', 'wrong password'],
      ['locked', goodPassword],
      ['disabled', goodPassword],
    ] as const) {
      const took: number[] = [];
      for (let n = 0; n < 4; n++) {
        const from = performance.now();
        const told = await logIn(name, password);
        took.push(performance.now() - from);
        expect([told.status, told.answer, told.cookie]).toEqual([
          401,
          {
            type: 'urn:sweepwell:log-in-refused',
            title: 'log-in-refused',
            status: 401,
            code: 'log-in-refused',
            details: {},
          },
          '',
        ]);
      }
      times[name] = median(took);
    }
    // a hash costs tens of ms, a look-up one or two: without the work an answer would stand out
    for (const name of ['unknown', 'locked', 'disabled'])
      expect(times[name]).toBeGreaterThan((times['known'] ?? 0) / 3);
  });

  it('locks after five wrong passwords, for growing times, and counts anew after a right one', async () => {
    const { accountId } = await enter('guessed');
    const wrong = async (times: number) => {
      for (let n = 0; n < times; n++) expect((await logIn('guessed', 'wrong')).status).toBe(401);
    };
    await wrong(4);
    expect((await logIn('guessed', goodPassword)).status).toBe(200);
    await wrong(5);
    expect((await logIn('guessed', goodPassword)).status).toBe(401);
    clock.shift += minute - 5000;
    expect((await logIn('guessed', goodPassword)).status).toBe(401);
    clock.shift += 6000;
    await wrong(1);
    clock.shift += minute + 1000;
    expect((await logIn('guessed', goodPassword)).status).toBe(401);
    clock.shift += minute;
    expect((await logIn('guessed', goodPassword)).status).toBe(200);
    const locks = await audited('account-locked', accountId);
    expect(locks.map(({ detail }) => detail)).toEqual([
      { failures: 5, seconds: 60 },
      { failures: 6, seconds: 120 },
    ]);
  });

  it('does not let attempts side by side exceed the limit', async () => {
    const { accountId } = await enter('raced');
    const guesses = [...Array.from({ length: 40 }, (_, n) => `wrong ${n}`), goodPassword];
    const waves: number[] = [];
    for (let n = 0; n < guesses.length; n += 2) {
      const two = guesses.slice(n, n + 2).map((password) => logIn('raced', password));
      waves.push(...(await Promise.all(two)).map(({ status }) => status));
    }
    expect(waves.filter((status) => status !== 401)).toEqual([]);
    const [row] = await database().db`select failures from account where actor_id = ${accountId}`;
    expect(row).toEqual({ failures: 5 });
  });

  it('gives a new token each time, and refuses a password in the clear', async () => {
    const { cookie } = await enter('twice');
    const again = await logIn('twice', goodPassword);
    expect(again.cookie).not.toBe(cookie);
    const far = await logIn('twice', goodPassword, '10.0.0.9');
    expect([far.status, far.answer['code']]).toEqual([403, 'https-required']);
  });
});
