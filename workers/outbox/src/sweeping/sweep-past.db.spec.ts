import { useDatabase } from '#lis/testing';
import { beforeAll, expect, it } from 'vitest';
import { keptMs, sweepPast } from './sweep-past.js';

const database = useDatabase();
const hour = 3_600_000;
let machine = 0;

beforeAll(async () => {
  const { owner, context } = database();
  machine = context.clock.machine();
  const [young, old] = [machine - keptMs + hour, machine - keptMs - hour];
  await owner`
    insert into jurisdiction (code, name, level, population) values ('420100', 'city', 'city', 1000)`;
  await owner`insert into site select -1, 'site', 's', id from jurisdiction`;
  await owner`insert into actor (id, kind, role, name, site_id) values (-1, 'staff', 'official', 'one', null),
    (-2, 'device', 'site', 'tablet', -1)`;
  await owner`insert into account (actor_id, login_name, password_hash, password_must_change, created_at)
    values (-1, 'somebody', 'x', false, '2020-01-01Z')`;
  const session = (name: string, endsAt: number, closedAt: number | null) => owner`
    insert into account_session (token_hash, id, actor_id, method, origin, opened_at, last_seen_at, ends_at, closed_at)
    values (${Buffer.from(name)}, gen_random_uuid(), -1, 'password', '::1', ${old - hour}, ${old}, ${endsAt}, ${closedAt})`;
  await session('open', machine + hour, null);
  await session('closed lately', machine + hour, young);
  await session('closed', machine + hour, old);
  await session('ended', old, null);
  await session('ended lately', young, null);
  await owner`insert into tablet (actor_id, public_key, enrolled_at) values (-2, 'x', '2020-01-01Z')`;
  for (const [name, at] of [['old', old], ['young', young]] as const) {
    await owner`insert into tablet_code values (${Buffer.from(name)}, -1, -1, ${at - hour}, ${at}, ${name === 'old' ? -2 : null})`;
    await owner`insert into tablet_challenge values (${Buffer.from(name)}, -2, ${at})`;
    await owner`insert into credential (token_hash, actor_id, issued_at, expires_at) values (${Buffer.from(name)}, -2, ${old}, ${at})`;
  } // prettier-ignore
  await owner`insert into credential (token_hash, actor_id, issued_at, expires_at, name, scopes)
    values ('key', -1, ${old}, ${old}, 'a key that is over', '{}')`;
  await owner`insert into credential (token_hash, actor_id, issued_at) values ('for ever', -1, ${old})`;
  await owner`
    insert into audit (at, actor, origin, action, subject) values (${old}, 'staff:-1', '::1', 'logged-in', 'account:-1')`;
});

const left = async (table: string, column: string) =>
  (
    await database().owner.unsafe<{ name: string }[]>(
      `select convert_from(${column}, 'utf8') as name from ${table} order by 1`,
    )
  ).map(({ name }) => name);

it('deletes what was over a day ago, in batches, and leaves what is open, young, a key, and the audit', async () => {
  const { db, owner } = database();
  expect(await sweepPast(db, machine, 1)).toBe(4);
  expect(await sweepPast(db, machine, 1)).toBe(1);
  expect(await sweepPast(db, machine, 1)).toBe(0);
  expect(await left('account_session', 'token_hash')).toEqual(['closed lately', 'ended lately', 'open']);
  expect(await left('tablet_code', 'code_hash')).toEqual(['young']);
  expect(await left('tablet_challenge', 'nonce_hash')).toEqual(['young']);
  expect(await left('credential', 'token_hash')).toEqual(['for ever', 'key', 'young']);
  expect(await owner`select from audit`).toHaveLength(1);
});

it('cannot be made to delete a session that is open, and leaves it to one process at a time', async () => {
  const { db, owner } = database();
  await db`select sweep_account_sessions('9999-01-01Z', 100)`;
  expect(await left('account_session', 'token_hash')).toEqual(['open']);
  await expect(db`delete from account_session`).rejects.toMatchObject({ code: '42501' });
  await owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7402004)`;
    expect(await sweepPast(db, machine + 10 * keptMs, 100)).toBe(0);
  });
  expect(await sweepPast(db, machine + 10 * keptMs, 100)).toBeGreaterThan(0);
});
