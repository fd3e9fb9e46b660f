import { describe, expect, it } from 'vitest';
import { goodPassword, useAccountsApi } from './accounts.fixture.js';

describe('accounts', () => {
  const { ask, logIn, create, enter, administrators, audited, database } = useAccountsApi();

  it.each([
    ['role', { role: 'administrator' }],
    ['actorId', { actorId: -1 }],
    ['accountId', { accountId: -1 }],
    ['realm', { realm: 'real' }],
  ])('refuses %s where it is not expected', async (field, more) => {
    const loginName = `mass-${field.toLowerCase()}`;
    const { accountId, initialPassword } = await create(loginName, {
      role: 'official',
      jurisdictionCode: '420100',
    });
    const bearer = administrators.drill;
    const base = { loginName: `${loginName}-2`, name: 'n', role: 'auditor' };
    if (field !== 'role')
      expect((await ask('accounts', { bearer, body: { ...base, ...more } })).status).toBe(400);
    for (const path of ['accounts/disable', 'accounts/reset-password']) {
      const body = field === 'accountId' ? { ...more, actorId: accountId } : { accountId, ...more };
      expect((await ask(path, { bearer, body })).status).toBe(400);
    }
    const session = await logIn(loginName, initialPassword);
    const change = { current: initialPassword, password: goodPassword };
    expect((await ask('me/password', { ...session, body: { ...change, ...more } })).status).toBe(400);
    const given = { loginName, password: initialPassword };
    expect((await ask('log-in', { body: { ...given, ...more } })).status).toBe(400);
    const [kept] = await database().db`
      select a.role, c.disabled_at as disabled, c.password_must_change as must
      from actor a join account c on c.actor_id = a.id where a.id = ${accountId}`;
    expect(kept).toEqual({ role: 'official', disabled: null, must: true });
  });

  it.each([
    ['site', {}, 400, 'scope-required'],
    ['technician', { siteCode: 'site-drill' }, 400, 'scope-not-expected'],
    ['verifier', {}, 400, 'scope-required'],
    ['official', { laboratoryCode: 'lab-drill' }, 400, 'scope-not-expected'],
    ['administrator', { jurisdictionCode: '420100' }, 400, 'scope-not-expected'],
    ['technician', { laboratoryCode: 'lab-drill', siteCode: 'site-drill' }, 400, 'scope-not-expected'],
    ['technician', { laboratoryCode: 'lab-real' }, 409, 'place-unknown'],
    ['technician', { laboratoryCode: 'nowhere' }, 409, 'place-unknown'],
    ['technician', { laboratoryCode: 'lab-drill' }, 200, undefined],
    ['site', { siteCode: 'site-drill' }, 200, undefined],
    ['authority', {}, 400, 'malformed'],
  ])('binds a %s to the place that the role requires: %j', async (role, scope, status, code) => {
    const loginName = `scope-${role}-${Object.values(scope).join('-').slice(0, 20) || 'none'}`;
    const body = { loginName, name: 'n', role, ...scope };
    const told = await ask('accounts', { bearer: administrators.drill, body });
    expect([told.status, told.body['code']]).toEqual([status, code]);
  });

  it('gives a name once, in both realms', async () => {
    await create('li.wei');
    const body = { loginName: 'li.wei', name: 'n', role: 'auditor' };
    for (const bearer of [administrators.drill, administrators.real])
      expect((await ask('accounts', { bearer, body })).body['code']).toBe('login-name-taken');
  });

  it('is administered in the own realm, by administrators alone', async () => {
    const { accountId } = await create('wang.fang');
    const official = await enter('zhao.min', { role: 'official', jurisdictionCode: '420100' });
    for (const [path, body] of [
      ['accounts/disable', { accountId }],
      ['accounts/reset-password', { accountId }],
      ['accounts/link', { accountId, issuer: 'https://id', subject: 's' }],
    ] as const) {
      expect((await ask(path, { bearer: administrators.real, body })).body['code']).toBe('account-unknown');
      expect((await ask(path, { ...official, body })).body['code']).toBe('role-not-allowed');
      expect((await ask(path, { body })).body['code']).toBe('credential-missing');
    }
    const listed = async (bearer: string) => {
      const { accounts } = (await ask('accounts', { bearer })).body as { accounts: { accountId: number }[] };
      return accounts.map((account) => account.accountId);
    };
    expect(await listed(administrators.drill)).toContain(accountId);
    expect(await listed(administrators.real)).toEqual([]);
  });

  it('ends at once when it is disabled, and its administrator cannot disable the own one', async () => {
    const boss = await enter('boss');
    const other = await enter('other');
    const disable = (accountId: number) => ask('accounts/disable', { ...boss, body: { accountId } });
    expect((await ask('me', other)).status).toBe(200);
    expect((await disable(other.accountId)).status).toBe(200);
    expect((await ask('me', other)).body['code']).toBe('session-ended');
    expect((await logIn('other', goodPassword)).answer['code']).toBe('log-in-refused');
    expect((await disable(boss.accountId)).body['code']).toBe('own-account');
    expect(await audited('account-disabled', other.accountId)).toMatchObject([
      { actor: `staff:${boss.accountId}`, detail: { sessionsEnded: 1 } },
    ]);
  });

  it('gets a new initial password, which ends its sessions and unlocks it', async () => {
    const { accountId, cookie } = await enter('forgetful');
    for (let n = 0; n < 5; n++) await logIn('forgetful', 'wrong');
    expect((await logIn('forgetful', goodPassword)).status).toBe(401);
    const told = await ask('accounts/reset-password', { bearer: administrators.drill, body: { accountId } });
    expect((await ask('me', { cookie })).body['code']).toBe('session-ended');
    const again = await logIn('forgetful', String(told.body['initialPassword']));
    expect(again.answer).toMatchObject({ mustChangePassword: true });
    expect((await logIn('forgetful', goodPassword)).status).toBe(401);
  });

  it('leaves no password, token or log-in name of strangers in audit or records', async () => {
    const { cookie, csrf, initialPassword } = await enter('quiet');
    await logIn('a-password-typed-as-name', 'some wrong password');
    const { owner } = database();
    const rows = await owner`
      select (select json_agg(a)::text from audit a) || (select json_agg(a)::text from account a)
        || (select json_agg(s)::text from account_session s) as told`;
    const told = String(rows[0]?.['told']);
    expect(told).toContain('log-in-failed');
    const token = cookie.split('=')[1] ?? 'x';
    for (const secret of [
      goodPassword,
      initialPassword,
      csrf,
      token,
      'a-password-typed-as-name',
      'some wrong',
    ])
      expect(told.includes(secret)).toBe(false);
  });
});
