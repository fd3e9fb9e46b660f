import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Db } from '#lis/persistence';
import {
  authenticate,
  authenticateSession,
  followRevocations,
  tellRevocation,
  tokenHash,
} from '#lis/platform';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('what one process revokes', () => {
  const database = useDatabase();
  let other: Db;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const { owner, db } = database();
    const { host, port, database: name } = db.options;
    // another process: a pool, a memory and a connection that listens, of its own
    other = connect(`postgres://sweepwell_app:test@${host[0] ?? ''}:${port[0] ?? 0}/${name}`, {
      name: 'other-process',
      max: 2,
    });
    ({ stop } = await followRevocations(other));
    await owner`insert into actor (id, kind, role, name) values (-1, 'staff', 'official', 'one'),
      (-2, 'staff', 'official', 'two'), (-3, 'staff', 'official', 'three')`;
    for (const id of [-1, -2, -3]) {
      await owner`
        insert into credential (token_hash, actor_id, issued_at)
        values (${tokenHash(`token ${id}`)}, ${id}, '2030-01-01Z')`;
    }
  });
  afterAll(async () => {
    await stop();
    await other.end({ timeout: 1 });
  });
  const there = () => ({ ...database().context, db: other });
  const isRevoked = async (id: number) => (await authenticate(there(), `token ${id}`))?.revoked;
  const revoke = (id: number, told: boolean) =>
    database().db.begin(async (tx) => {
      await tx`update credential set revoked_at = '2030-01-02Z' where actor_id = ${id}`;
      if (told) await tellRevocation(tx, id);
    });
  const heardAfterMs = async (id: number) => {
    const from = performance.now();
    while ((await isRevoked(id)) !== true && performance.now() - from < 5000) await sleep(2);
    return performance.now() - from;
  };

  it('another refuses within 200 ms, and still knows everybody else', async () => {
    expect([await isRevoked(-1), await isRevoked(-2)]).toEqual([false, false]);
    await revoke(-1, true);
    expect(await heardAfterMs(-1)).toBeLessThan(200);
    // still from memory: the row is gone and nobody was told
    await database().owner`update credential set revoked_at = '2030-01-02Z' where actor_id = -2`;
    expect(await isRevoked(-2)).toBe(false);
  });

  it('another refuses within 2 s when the word is lost, and at once when it was cut off meanwhile', async () => {
    expect(await isRevoked(-3)).toBe(false);
    await revoke(-3, false);
    expect(await isRevoked(-3)).toBe(false);
    const took = await heardAfterMs(-3);
    expect(took).toBeGreaterThan(500);
    expect(took).toBeLessThan(3000);

    const { owner } = database();
    await owner`update credential set revoked_at = null`;
    await sleep(2100);
    expect(await isRevoked(-1)).toBe(false);
    await owner`update credential set revoked_at = '2030-01-02Z' where actor_id = -1`;
    const cut = performance.now();
    await owner`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'other-process'`;
    while ((await isRevoked(-1).catch(() => false)) !== true && performance.now() - cut < 5000)
      await sleep(5);
    expect(performance.now() - cut).toBeLessThan(1500);
  }, 20_000);

  it('ends a session everywhere with the next request', async () => {
    const { owner, context } = database();
    await owner`insert into account (actor_id, login_name, password_hash, password_must_change, created_at)
      values (-1, 'somebody', 'x', false, '2030-01-01Z')`;
    const machine = context.clock.machine();
    await owner`
      insert into account_session (token_hash, id, actor_id, method, origin, opened_at, last_seen_at, ends_at)
      values (${tokenHash('session')}, gen_random_uuid(), -1, 'password', '::1', ${machine}, ${machine},
        ${machine + 60_000})`;
    expect(await authenticateSession(there(), 'session')).toMatchObject({ id: -1 });
    await database().db`update account_session set closed_at = ${machine} where actor_id = -1`;
    expect(await authenticateSession(there(), 'session')).toBeNull();
  });
});
