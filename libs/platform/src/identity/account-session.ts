import { createHmac, timingSafeEqual } from 'node:crypto';
import { realmOf } from '#lis/domain';
import type { Context } from '../context.js';
import type { Actor } from './actor.js';
import { tokenHash } from './authenticate.js';

type Row = Pick<Actor, 'id' | 'kind' | 'role' | 'siteId' | 'laboratoryId' | 'jurisdictionId'> & {
  sessionId: string;
  lastSeenAt: number;
  mustChange: boolean;
};

/**
 * The actor of a session's token, or null: unknown, closed, idle for too long, past its end, or of a disabled account.
 * Asked for every request, so that a log-out holds everywhere at once. A request that a page makes by itself, with
 * nobody at it, is not `isAttended` and keeps no session open. Moments are the machine's.
 */
export async function authenticateSession(
  { db, clock, configuration }: Context,
  token: string,
  isAttended = true,
): Promise<Omit<Actor, 'origin'> | null> {
  const hash = tokenHash(token);
  const machine = clock.machine();
  const idleSince = machine - configuration.sessionIdleMinutes * 60_000;
  const [row] = await db<Row[]>`
    select a.id, a.kind, a.role, a.site_id as "siteId", a.laboratory_id as "laboratoryId",
      a.jurisdiction_id as "jurisdictionId", s.id as "sessionId",
      s.last_seen_at as "lastSeenAt", c.password_must_change and s.method = 'password' as "mustChange"
    from account_session s join account c on c.actor_id = s.actor_id join actor a on a.id = s.actor_id
    where s.token_hash = ${hash} and s.closed_at is null and s.ends_at > ${machine}
      and s.last_seen_at > ${idleSince} and c.disabled_at is null`;
  if (!row) return null;
  // coarse, so that a page that asks every second does not write every second
  if (isAttended && row.lastSeenAt < machine - 60_000)
    await db`update account_session set last_seen_at = ${machine} where token_hash = ${hash} and closed_at is null`;
  const { id, kind, role, siteId, laboratoryId, jurisdictionId, sessionId, mustChange } = row;
  const scope = { siteId, laboratoryId, jurisdictionId };
  return {
    ...{ id, realm: realmOf(id), kind, role, ...scope, revoked: false, name: `${kind}:${id}` },
    session: { id: sessionId, mustChangePassword: mustChange },
  };
}

/** What a page of this session sends as `x-sweepwell-csrf`: made from the token, which no other site can read. */
export const csrfToken = (token: string) => createHmac('sha256', token).update('csrf').digest('base64url');

export function isCsrfToken(token: string, given: string | undefined): boolean {
  const [wanted, told] = [Buffer.from(csrfToken(token)), Buffer.from(given ?? '')];
  return wanted.length === told.length && timingSafeEqual(wanted, told);
}
