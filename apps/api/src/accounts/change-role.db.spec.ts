import { describe, expect, it } from 'vitest';
import { goodPassword, useAccountsApi } from './accounts.fixture.js';

describe('an account’s role', () => {
  const { ask, logIn, create, enter, administrators, audited, database } = useAccountsApi();
  const change = (body: object, bearer = administrators.drill) => ask('accounts/role', { bearer, body });
  const stands = async (accountId: number) => {
    const [row] = await database().db`
      select a.role, s.code as site, l.code as laboratory, j.code as jurisdiction from actor a
        left join site s on s.id = a.site_id left join laboratory l on l.id = a.laboratory_id
        left join jurisdiction j on j.id = a.jurisdiction_id
      where a.id = ${accountId}`;
    return row;
  };
  const asOfficial = { role: 'official', jurisdictionCode: '420100' };

  it.each([
    [{ role: 'technician' }, 400, 'scope-required'],
    [{ role: 'auditor', siteCode: 'site-drill' }, 400, 'scope-not-expected'],
    [{ role: 'technician', laboratoryCode: 'lab-real' }, 409, 'place-unknown'],
    [{ role: 'technician', laboratoryCode: 'nowhere' }, 409, 'place-unknown'],
    [{ role: 'authority' }, 400, 'malformed'],
    [{ role: 'auditor', realm: 'real' }, 400, 'malformed'],
    [{ role: 'auditor', disabled: false }, 400, 'malformed'],
    [{}, 400, 'malformed'],
  ])('is not changed by %j', async (wanted, status, code) => {
    const { accountId } = await create(`kept-${Math.random().toString(36).slice(2, 10)}`, asOfficial);
    const told = await change({ accountId, ...wanted });
    expect([told.status, told.body['code']]).toEqual([status, code]);
    expect(await stands(accountId)).toEqual({
      ...{ role: 'official', site: null, laboratory: null, jurisdiction: '420100' },
    });
    expect(await audited('account-role-changed', accountId)).toEqual([]);
  });

  it('is changed by another administrator of the same realm alone', async () => {
    const boss = await enter('role-boss');
    const official = await enter('role-official', asOfficial);
    const to = { role: 'auditor' };
    const own = await ask('accounts/role', { ...boss, body: { accountId: boss.accountId, ...to } });
    expect([own.status, own.body['code']]).toEqual([409, 'own-account']);
    const { accountId } = official;
    expect((await change({ accountId, ...to }, administrators.real)).body['code']).toBe('account-unknown');
    const raised = await ask('accounts/role', { ...official, body: { accountId, role: 'administrator' } });
    expect(raised.body['code']).toBe('role-not-allowed');
    // an actor without an account: the installation's own token
    expect((await change({ accountId: -1, ...to })).body['code']).toBe('own-account');
    expect((await ask('accounts/role', { ...boss, body: { accountId: -1, ...to } })).body['code']).toBe(
      'account-unknown',
    );
    expect(await stands(accountId)).toMatchObject({ role: 'official' });
  });

  it('comes with its place, ends the sessions, and is in the audit', async () => {
    const boss = await enter('role-boss-2');
    const { accountId, cookie } = await enter('moved', asOfficial);
    const body = { accountId, role: 'technician', laboratoryCode: 'lab-drill' };
    expect((await ask('accounts/role', { ...boss, body })).status).toBe(200);
    expect(await stands(accountId)).toEqual({
      ...{ role: 'technician', site: null, laboratory: 'lab-drill', jurisdiction: null },
    });
    expect((await ask('me', { cookie })).body['code']).toBe('session-ended');
    expect((await logIn('moved', goodPassword)).answer).toMatchObject({ role: 'technician' });
    expect(await audited('account-role-changed', accountId)).toEqual([
      {
        actor: `staff:${boss.accountId}`,
        subject: `account:${accountId}`,
        detail: { from: 'official', to: 'technician', place: 'lab-drill', sessionsEnded: 1 },
      },
    ]);
  });
});

describe('a disabled account', () => {
  const { ask, logIn, enter, administrators, audited } = useAccountsApi();

  it('is enabled again in its own realm, with the password that it had', async () => {
    const { accountId, cookie } = await enter('back-again');
    const bearer = administrators.drill;
    await ask('accounts/disable', { bearer, body: { accountId } });
    const others = await ask('accounts/enable', { bearer: administrators.real, body: { accountId } });
    expect(others.body['code']).toBe('account-unknown');
    expect((await logIn('back-again', goodPassword)).status).toBe(401);
    expect((await ask('accounts/enable', { bearer, body: { accountId } })).status).toBe(200);
    // a session of before stays ended
    expect((await ask('me', { cookie })).status).toBe(401);
    expect((await logIn('back-again', goodPassword)).status).toBe(200);
    expect(await audited('account-enabled', accountId)).toHaveLength(1);
  });

  it('is listed with when somebody logged in last', async () => {
    const bearer = administrators.drill;
    const { accountId } = await enter('seen');
    const { accounts } = (await ask('accounts', { bearer })).body as { accounts: Record<string, unknown>[] };
    const seen = accounts.find((one) => one['accountId'] === accountId);
    expect(seen?.['lastLogInAt']).toMatch(/^\d{4}-.*Z$/);
    const made = await ask('accounts', {
      bearer,
      body: { loginName: 'unseen', name: 'n', role: 'auditor' },
    });
    const again = (await ask('accounts', { bearer })).body as { accounts: Record<string, unknown>[] };
    const unseen = again.accounts.find((one) => one['accountId'] === made.body['accountId']);
    expect(unseen).toMatchObject({ lastLogInAt: null, disabled: false, locked: false });
  });
});
