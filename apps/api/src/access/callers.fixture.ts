import { randomBytes, randomUUID } from 'node:crypto';
import { hashPassword } from '#lis/accounts';
import { type Permission, may, ROLES } from '#lis/domain';
import type { Db } from '#lis/persistence';
import { csrfToken, tokenHash } from '#lis/platform';
import type { Served } from '../hardening/serve.fixture.js';
import type { Route } from './list-routes.js';

type Told = { status: number; text: string; fields: string[] };

/** Somebody of each role in the drill of `enterLaboratory`, and sessions of an account. */
export async function enterCallers(owner: Db): Promise<void> {
  for (const [index, role] of ROLES.entries()) {
    const id = -600 - index;
    await owner`
      insert into actor (id, kind, role, name, site_id, laboratory_id)
      values (${id}, ${role === 'site' ? 'device' : 'staff'}, ${role}, ${role}, ${role === 'site' ? -1 : null},
        ${role === 'technician' || role === 'verifier' ? -1 : null})`;
    await owner`
      insert into credential (token_hash, actor_id, issued_at)
      values (${tokenHash(`caller-${role}`)}, ${id}, '2030-01-01Z')`;
  }
  await owner`insert into actor (id, kind, role, name) values (-650, 'staff', 'administrator', 'account')`;
  await owner`
    insert into account (actor_id, login_name, password_hash, password_must_change, created_at)
    values (-650, 'caller', ${await hashPassword('caller of the routes')}, false, '2030-01-01Z')`;
  await owner`select setval('drill_id', -5000), setval('real_id', 5000)`;
}

/** Asks a route of the whole api as somebody who may; whoever is logged in comes with a session of his own each time. */
export function caller(owner: Db, served: () => Served) {
  const session = async () => {
    const token = randomBytes(32).toString('base64url');
    await owner`
      insert into account_session (token_hash, id, actor_id, method, origin, opened_at, last_seen_at, ends_at)
      values (${tokenHash(token)}, ${randomUUID()}, -650, 'password', 'test', clock_timestamp(), clock_timestamp(),
        clock_timestamp() + interval '1 hour')`;
    return { cookie: `sweepwell=${token}`, 'x-sweepwell-csrf': csrfToken(token) };
  };
  const headersFor = async ({ needs }: Route): Promise<Record<string, string>> => {
    if (needs === undefined || needs === 'public') return { 'x-sweepwell-realm': 'drill' };
    if (needs === 'any-account' || needs === 'unfinished-account') return session();
    const role = ROLES.find((one) => may(one, needs satisfies Permission));
    return { authorization: `Bearer caller-${role}` };
  };
  return async (route: Route, query: string, body?: string): Promise<Told> => {
    const answer = await served().app.inject({
      method: route.method as 'GET',
      url: `${route.path}${query && `?${query}`}`,
      // each from an address of its own: what is throttled by address is not what is asked here
      remoteAddress: `127.${randomBytes(3).join('.')}`,
      headers: {
        ...(await headersFor(route)),
        ...(body !== undefined && {
          'content-type': route.path.endsWith('/jurisdictions') ? 'text/csv' : 'application/json',
        }),
      },
      ...(body !== undefined && { payload: body }),
    });
    const told = /problem/.test(String(answer.headers['content-type']))
      ? (answer.json<{ details?: { fields?: { field: string }[] } }>().details?.fields ?? [])
      : [];
    return { status: answer.statusCode, text: answer.payload, fields: told.map(({ field }) => field) };
  };
}
