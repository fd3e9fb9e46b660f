import { createHash } from 'node:crypto';
import { type Permission, realmOf } from '#lis/domain';
import type { Context } from '../context.js';
import type { Actor } from './actor.js';

type Known = Omit<Actor, 'origin'>;
type Row = Omit<Known, 'realm' | 'name' | 'scopes' | 'session'> & {
  expired: boolean;
  keyName: string | null;
  scopes: Permission[] | null;
  lastUsedAt: number | null;
};
// A revocation by another process is seen within this many ms of the machine; asking for every request would cost a
// round trip.
const rememberedMs = 2000;
const remembered = new Map<string, { actor: Known | null; until: number }>();
let forgotten = 0;

export const tokenHash = (token: string) => createHash('sha256').update(token).digest();

/** A revocation made in this process is seen at once: to be called when its transaction has committed. */
export function forgetCredentials(): void {
  forgotten++;
  remembered.clear();
}

/** The actor of a bearer token, or null: unknown or expired. A revoked one is answered as such. */
export async function authenticate(context: Context, token: string): Promise<Known | null> {
  const hash = tokenHash(token);
  const key = hash.toString('base64');
  const machine = context.clock.machine();
  const known = remembered.get(key);
  if (known && known.until > machine) return known.actor;
  const asked = forgotten;
  const [row] = await context.db<Row[]>`
    select a.id, a.kind, a.role, a.site_id as "siteId", a.laboratory_id as "laboratoryId",
      a.jurisdiction_id as "jurisdictionId",
      c.revoked_at is not null as revoked, coalesce(c.expires_at <= ${machine}, false) as expired,
      c.name as "keyName", c.scopes, c.last_used_at as "lastUsedAt"
    from credential c join actor a on a.id = c.actor_id where c.token_hash = ${hash}`;
  const actor = row && !row.expired ? toActor(row) : null;
  if (row && actor && row.keyName !== null) await noteUse(context, hash, row.lastUsedAt, machine);
  if (remembered.size > 50_000) remembered.clear();
  // what was read before a revocation committed is not kept
  if (asked === forgotten) remembered.set(key, { actor, until: machine + rememberedMs });
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
  const { id, kind, role, siteId, laboratoryId, jurisdictionId, revoked, scopes } = row;
  const scope = { siteId, laboratoryId, jurisdictionId };
  return {
    ...{ id, realm: realmOf(id), kind, role, ...scope, revoked, name: `${kind}:${id}` },
    ...(scopes && { scopes }),
  };
}
