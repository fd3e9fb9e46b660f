import { createHash } from 'node:crypto';
import { type Permission, realmOf } from '#lis/domain';
import type { Context } from '../context.js';
import type { Actor } from './actor.js';

type Known = Omit<Actor, 'origin'>;
type Row = Omit<Known, 'realm' | 'name' | 'revoked' | 'revokedAt' | 'scopes' | 'session'> & {
  revokedAt: number | null;
  expiresAt: number | null;
  keyName: string | null;
  scopes: Permission[] | null;
  lastUsedAt: number | null;
};
// What another process revokes is seen within this many ms of the machine; asking for every request would cost a
// round trip. What this process revokes it forgets at once, and an expiry is looked at every time.
const rememberedMs = 2000;
const remembered = new Map<string, { actor: Known | null; until: number }>();
let forgotten = 0;

export const tokenHash = (token: string) => createHash('sha256').update(token).digest();

/** A revocation made in this process is seen at once: to be called when its transaction has committed. */
export function forgetCredentials(): void {
  forgotten++;
  remembered.clear();
}

/** The same for the credentials of one actor. */
export function forgetActor(actorId: number): void {
  forgotten++;
  for (const [key, { actor }] of remembered) if (actor?.id === actorId) remembered.delete(key);
}

/** The actor of a bearer token, or null: unknown or expired. A revoked one is answered as such. */
export async function authenticate(context: Context, token: string): Promise<Known | null> {
  const hash = tokenHash(token);
  const key = hash.toString('base64');
  const known = remembered.get(key);
  if (known && known.until > context.clock.machine()) return known.actor;
  const asked = forgotten;
  const [row] = await context.db<Row[]>`
    select a.id, a.kind, a.role, a.site_id as "siteId", a.laboratory_id as "laboratoryId",
      a.jurisdiction_id as "jurisdictionId", c.revoked_at as "revokedAt", c.expires_at as "expiresAt",
      c.name as "keyName", c.scopes, c.last_used_at as "lastUsedAt"
    from credential c join actor a on a.id = c.actor_id where c.token_hash = ${hash}`;
  const machine = context.clock.machine();
  const expiresAt = row?.expiresAt ?? Infinity;
  const actor = row && expiresAt > machine ? toActor(row) : null;
  if (row && actor && row.keyName !== null) await noteUse(context, hash, row.lastUsedAt, machine);
  // read before something was revoked, it may be the answer of a moment ago: it serves this request only
  if (asked === forgotten) {
    if (remembered.size > 50_000) remembered.clear();
    const until = machine + rememberedMs;
    remembered.set(key, { actor, until: actor ? Math.min(until, expiresAt) : until });
  }
  return actor;
}

/** When a key was last used, written at most once a minute. */
async function noteUse({ db }: Context, hash: Buffer, lastUsedAt: number | null, machine: number) {
  const minuteAgo = machine - 60_000;
  if (lastUsedAt !== null && lastUsedAt > minuteAgo) return;
  await db`
    update credential set last_used_at = ${machine}
    where token_hash = ${hash} and revoked_at is null
      and (last_used_at is null or last_used_at <= ${minuteAgo}::timestamptz)`;
}

function toActor(row: Row): Known {
  const { id, kind, role, siteId, laboratoryId, jurisdictionId, revokedAt, scopes } = row;
  const scope = { siteId, laboratoryId, jurisdictionId };
  return {
    ...{ id, realm: realmOf(id), kind, role, ...scope, revoked: revokedAt !== null, name: `${kind}:${id}` },
    ...(revokedAt !== null && { revokedAt }),
    ...(scopes && { scopes }),
  };
}
