import { randomBytes } from 'node:crypto';
import { csrfToken } from '#lis/platform';
import { describe, expect, it } from 'vitest';
import { goodPassword, useAccountsApi } from './accounts.fixture.js';

const minute = 60_000;

describe('sessions', () => {
  const { ask, logIn, enter, clock, administrators, audited, database } = useAccountsApi();
  const code = async (told: ReturnType<typeof ask>) => (await told).body['code'];

  it('acts as the account, with its role alone', async () => {
    const official = await enter('official', { role: 'official', jurisdictionCode: '420100' });
    expect((await ask('sweeps', official)).status).toBe(200);
    expect(await code(ask('accounts', official))).toBe('role-not-allowed');
    expect(await code(ask('me', { bearer: administrators.drill }))).toBe('session-required');
  });

  it('are refused when forged, missing or of another name', async () => {
    const { cookie } = await enter('forged');
    const token = cookie.split('=')[1] ?? '';
    const forged = randomBytes(32).toString('base64url');
    expect(await code(ask('me', { cookie: `sweepwell=${forged}` }))).toBe('session-ended');
    expect(await code(ask('me', { cookie: `sweepwell=${token.slice(0, -1)}` }))).toBe('session-ended');
    for (const other of ['', 'sweepwell=', `__Host-sweepwell=${token}`, `other=${token}`])
      expect(await code(ask('me', { cookie: other }))).toBe('credential-missing');
    expect(await code(ask('me', { bearer: token }))).toBe('credential-unknown');
    const [row] = await database().db`select 1 from account_session where token_hash = ${Buffer.from(token)}`;
    expect(row).toBeUndefined();
  });

  it('end with the log-out, and a replayed cookie is worth nothing', async () => {
    const { cookie, csrf, accountId } = await enter('leaving');
    const out = await ask('me/log-out', { cookie, csrf, body: {} });
    expect(out.cookies[0]).toMatch(/^sweepwell=; Max-Age=0/);
    expect(await code(ask('me', { cookie }))).toBe('session-ended');
    expect(await audited('logged-out', accountId)).toHaveLength(1);
  });

  it('end after half an hour without a request, and after twelve hours however busy', async () => {
    const { cookie } = await enter('idle');
    clock.shift += 29 * minute;
    expect((await ask('me', { cookie })).status).toBe(200);
    clock.shift += 29 * minute;
    expect((await ask('me', { cookie })).status).toBe(200);
    clock.shift += 31 * minute;
    expect(await code(ask('me', { cookie }))).toBe('session-ended');
    const alone = await logIn('idle', goodPassword);
    clock.shift += 20 * minute;
    expect((await ask('me', { ...alone, unattended: true })).status).toBe(200);
    clock.shift += 11 * minute;
    expect(await code(ask('me', { ...alone, unattended: true }))).toBe('session-ended');
    const busy = await logIn('idle', goodPassword);
    for (let n = 0; n < 12 * 3 - 1; n++) {
      clock.shift += 20 * minute;
      expect((await ask('me', busy)).status).toBe(200);
    }
    clock.shift += 20 * minute;
    expect(await code(ask('me', busy))).toBe('session-ended');
  });

  it('need their own CSRF token for whatever changes something; bearer tokens need none', async () => {
    const [one, other] = [await enter('mine'), await enter('yours')];
    const body = { sessionId: '00000000-0000-4000-8000-000000000000' };
    const { cookie } = one;
    for (const csrf of [undefined, '', 'x', other.csrf, csrfToken('guess'), `${one.csrf}x`]) {
      const told = await ask('me/sessions/revoke', { cookie, body, ...(csrf !== undefined && { csrf }) });
      expect([told.status, told.body['code']]).toEqual([403, 'csrf']);
      expect(
        (await ask('me/log-out', { cookie, body: {}, ...(csrf !== undefined && { csrf }) })).status,
      ).toBe(403);
    }
    expect(await code(ask('me/sessions/revoke', { cookie, body, csrf: one.csrf }))).toBe('session-unknown');
    const bearer = administrators.drill;
    expect(await code(ask('accounts/disable', { bearer, body: { accountId: -99_999 } }))).toBe(
      'account-unknown',
    );
  });

  it('are listed and revoked by their person, and by an administrator of the realm', async () => {
    const { cookie, csrf, accountId } = await enter('several');
    const list = async (path: string, given: object) =>
      (await ask(path, given)).body['sessions'] as { sessionId: string; own: boolean }[];
    const [second, third] = [await logIn('several', goodPassword), await logIn('several', goodPassword)];
    const mine = await list('me/sessions', { cookie });
    expect(mine.map(({ own }) => own).toSorted()).toEqual([false, false, true]);
    const ofSecond = (await list('me/sessions', second)).find(({ own }) => own)?.sessionId;
    const stranger = await enter('stranger');
    const body = { sessionId: ofSecond };
    expect(await code(ask('me/sessions/revoke', { ...stranger, body }))).toBe('session-unknown');
    expect((await ask('me/sessions/revoke', { cookie, csrf, body })).status).toBe(200);
    expect(await code(ask('me', second))).toBe('session-ended');
    expect(await code(ask('me/sessions/revoke', { cookie, csrf, body }))).toBe('session-unknown');

    const path = `accounts/sessions?accountId=${accountId}`;
    expect(await list(path, { bearer: administrators.real })).toEqual([]);
    const ofThird = (await list('me/sessions', third)).find(({ own }) => own)?.sessionId;
    expect((await list(path, { bearer: administrators.drill })).map((one) => one.sessionId)).toContain(
      ofThird,
    );
    const revoke = (bearer: string) =>
      ask('accounts/sessions/revoke', { bearer, body: { accountId, sessionId: ofThird } });
    expect(await code(revoke(administrators.real))).toBe('session-unknown');
    expect((await revoke(administrators.drill)).status).toBe(200);
    expect(await code(ask('me', third))).toBe('session-ended');
    expect((await ask('me', { cookie })).status).toBe(200);
    expect(await audited('session-revoked', accountId)).toHaveLength(2);
  });

  it('live in a cookie that scripts and other sites cannot use, bound to the host over HTTPS', async () => {
    await enter('cookies');
    const cookieOf = async () =>
      (await ask('log-in', { body: { loginName: 'cookies', password: goodPassword }, from: '127.7.7.7' }))
        .cookies;
    const [plain] = await cookieOf();
    expect(plain).toMatch(/^sweepwell=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });
});

describe('sessions behind HTTPS', () => {
  const { ask, logIn, create } = useAccountsApi(() => ({ publicUrl: 'https://lab.example' }));

  it('live in a __Host- cookie', async () => {
    const { initialPassword } = await create('secure');
    const body = { loginName: 'secure', password: initialPassword };
    const told = await ask('log-in', { body, from: '10.0.0.1' });
    expect(told.cookies[0]).toMatch(
      /^__Host-sweepwell=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const { cookie } = await logIn('secure', initialPassword);
    expect((await ask('me', { cookie })).status).toBe(200);
    expect((await ask('me', { cookie: cookie.replace('__Host-', '') })).status).toBe(401);
  });
});
