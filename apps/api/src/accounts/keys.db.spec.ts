import { describe, expect, it } from 'vitest';
import { useAccountsApi } from './accounts.fixture.js';

const day = 86_400_000;

describe('keys of integrators', () => {
  const { ask, administrators, clock, enter, audited, database } = useAccountsApi();
  const issue = async (given: Record<string, unknown> = {}, bearer = administrators.drill) => {
    const body = {
      name: 'city dashboard',
      role: 'administrator',
      scopes: ['coverage.read'],
      validDays: 30,
      ...given,
    };
    const told = await ask('keys', { bearer, body });
    return { ...told, keyId: Number(told.body['keyId']), key: String(told.body['key']) };
  };
  const code = async (told: ReturnType<typeof ask>) => (await told).body['code'];

  it('do what their scopes and their role both allow, in their realm', async () => {
    const reading = await issue();
    expect((await ask('sweeps', { bearer: reading.key })).status).toBe(200);
    expect(await code(ask('accounts', { bearer: reading.key }))).toBe('scope-not-allowed');
    expect(await code(ask('keys', { bearer: reading.key }))).toBe('scope-not-allowed');
    const { key, keyId } = await issue({ role: 'courier', scopes: ['box.hand-over'] });
    expect(await code(ask('sweeps', { bearer: key }))).toBe('role-not-allowed');
    // a role that lost a permission takes it from its keys, whatever their scopes say
    await database().owner`update credential set scopes = '{coverage.read}' where actor_id = ${keyId}`;
    clock.shift += 3000;
    expect(await code(ask('sweeps', { bearer: key }))).toBe('role-not-allowed');
    expect(await code(ask('me', { bearer: key }))).toBe('session-required');
  });

  it.each([
    [{ scopes: ['box.receive'] }, 'scope-not-allowed'],
    [{ scopes: ['coverage.read', 'key.administer'] }, 'scope-not-allowed'],
    [{ scopes: ['actor.administer'] }, 'scope-not-allowed'],
    [{ scopes: ['constructor'] }, 'scope-not-allowed'],
    [{ scopes: ['any-account'] }, 'scope-not-allowed'],
    [{ scopes: [] }, 'malformed'],
    [{ role: 'verifier', scopes: ['result.release'] }, 'malformed'],
    [{ validDays: 366 }, 'malformed'],
    [{ validDays: 0 }, 'malformed'],
    [{ kind: 'staff' }, 'malformed'],
    [{ actorId: -1 }, 'malformed'],
    [{ laboratoryCode: 'lab-real' }, 'place-unknown'],
  ])('are not issued with %j', async (given, wanted) => {
    const told = await issue(given);
    expect([told.status >= 400, told.body['code']]).toEqual([true, wanted]);
  });

  it('are issued by administrators alone', async () => {
    const { cookie, csrf } = await enter('official', { role: 'official', jurisdictionCode: '420100' });
    const body = { name: 'k', role: 'official', scopes: ['coverage.read'], validDays: 1 };
    expect(await code(ask('keys', { cookie, csrf, body }))).toBe('role-not-allowed');
  });

  it('are shown once, and listed with their last use to the minute', async () => {
    const { key, keyId } = await issue({ name: 'listed' });
    const listed = async (bearer = administrators.drill) => {
      const told = await ask('keys', { bearer });
      expect(JSON.stringify(told.body)).not.toContain(key.slice(4));
      return (told.body['keys'] as { keyId: number; lastUsedAt: string | null }[]).find(
        (one) => one.keyId === keyId,
      );
    };
    expect(await listed()).toMatchObject({ name: 'listed', lastUsedAt: null, revokedAt: null });
    expect(await listed(administrators.real)).toBeUndefined();
    const use = async () => {
      await ask('sweeps', { bearer: key });
      return (await listed())?.lastUsedAt;
    };
    const first = await use();
    expect(first).toBeTypeOf('string');
    clock.shift += 30_000;
    expect(await use()).toBe(first);
    clock.shift += 31_000;
    expect(await use()).not.toBe(first);
    const told = JSON.stringify(await database().owner`select * from audit`);
    expect(told).not.toContain(key);
  });

  it('end when they are revoked, at once, in their own realm alone', async () => {
    const { key, keyId } = await issue();
    const revoke = (bearer: string) => ask('keys/revoke', { bearer, body: { keyId } });
    expect((await ask('sweeps', { bearer: key })).status).toBe(200);
    expect(await code(revoke(administrators.real))).toBe('key-unknown');
    expect((await ask('sweeps', { bearer: key })).status).toBe(200);
    expect((await revoke(administrators.drill)).status).toBe(200);
    expect(await code(ask('sweeps', { bearer: key }))).toBe('credential-revoked');
    expect(await code(revoke(administrators.drill))).toBe('key-unknown');
    expect([await audited('key-issued', keyId), await audited('key-revoked', keyId)]).toMatchObject([
      [{}],
      [{}],
    ]);
  });

  it('end on their day, and are refused when forged', async () => {
    const { key } = await issue({ validDays: 2 });
    expect(await code(ask('sweeps', { bearer: `${key.slice(0, -2)}xx` }))).toBe('credential-unknown');
    clock.shift += 2 * day - 60_000;
    expect((await ask('sweeps', { bearer: key })).status).toBe(200);
    clock.shift += 61_000;
    expect(await code(ask('sweeps', { bearer: key }))).toBe('credential-unknown');
  });
});
