import { createHash } from 'node:crypto';
import { realmOf } from '#lis/domain';
import type { Actor } from './actor.js';
import type { Context } from '../context.js';

type Known = Omit<Actor, 'origin'>;
type Row = Omit<Known, 'realm' | 'name' | 'revoked'> & { expiresAt: number | null };
// What another process revokes is seen within this many ms of the machine; asking for every request would cost a
// round trip. What this process revokes it forgets at once, and an expiry is looked at every time.
const rememberedMs = 2000;
const remembered = new Map<string, { actor: Known | null; until: number }>();
let forgotten = 0;

export const tokenHash = (token: string) => createHash('sha256').update(token).digest();

/** The actor of a bearer token, or null: unknown or expired. A revoked one is answered as such. */
export async function authenticate({ db, clock }: Context, token: string): Promise<Known | null> {
  const hash = tokenHash(token);
  const key = hash.toString('base64');
  const known = remembered.get(key);
  if (known && known.until > clock.machine()) return known.actor;
  const asked = forgotten;
  const [row] = await db<Row[]>`
    select a.id, a.kind, a.role, a.site_id as "siteId", a.laboratory_id as "laboratoryId",
      c.revoked_at as "revokedAt", c.expires_at as "expiresAt"
    from credential c join actor a on a.id = c.actor_id where c.token_hash = ${hash}`;
  const machine = clock.machine();
  const expiresAt = row?.expiresAt ?? Infinity;
  const actor = row && expiresAt > machine ? toActor(row) : null;
  // read before something was revoked, it may be the answer of a moment ago: it serves this request only
  if (asked === forgotten) {
    if (remembered.size > 50_000) remembered.clear();
    const until = machine + rememberedMs;
    remembered.set(key, { actor, until: actor ? Math.min(until, expiresAt) : until });
  }
  return actor;
}

/** Call when a credential of the actor was revoked, after the commit: this process asks for its credentials again. */
export function forgetActor(actorId: number): void {
  forgotten++;
  for (const [key, { actor }] of remembered) if (actor?.id === actorId) remembered.delete(key);
}

function toActor({ id, kind, role, siteId, laboratoryId, revokedAt }: Row): Known {
  const revoked = revokedAt !== null;
  return {
    id,
    realm: realmOf(id),
    kind,
    role,
    siteId,
    laboratoryId,
    revoked,
    ...(revoked && { revokedAt: revokedAt ?? null }),
    name: `${kind}:${id}`,
  };
}
