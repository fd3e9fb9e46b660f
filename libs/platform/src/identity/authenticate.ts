import { createHash } from 'node:crypto';
import { realmOf } from '#lis/domain';
import type { Context } from '../context.js';
import { Rejection } from '../problems/rejection.js';
import type { Actor } from './actor.js';
import { strangers } from './strangers.js';

type Known = Omit<Actor, 'origin'>;
// A revocation is seen within this many ms of the machine; asking for every request would cost a round trip.
const rememberedMs = 2000;
const remembered = new Map<string, { actor: Known; until: number }>();

export const tokenHash = (token: string) => createHash('sha256').update(token).digest();

/**
 * The actor of a bearer token, or null: unknown or expired. A revoked one is answered as such. `origin`: the
 * address that unknown tokens are counted by.
 * @throws Rejection 429 `too-many-unknown-credentials` when the address tries tokens; who was known goes on
 */
export async function authenticate(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  token: string,
  origin = '',
): Promise<Known | null> {
  const hash = tokenHash(token);
  const key = hash.toString('base64');
  const machine = clock.machine();
  const known = remembered.get(key);
  if (known && known.until > machine) return known.actor;
  if (!known) {
    if (strangers.isKnownAsUnknown(key, machine)) return null;
    if (strangers.isLoud(origin, machine)) throw new Rejection(429, 'too-many-unknown-credentials', {}, 1);
  }
  const [row] = await db<(Omit<Known, 'realm' | 'name'> & { expired: boolean })[]>`
    select a.id, a.kind, a.role, a.site_id as "siteId", a.laboratory_id as "laboratoryId",
      c.revoked_at is not null as revoked, coalesce(c.expires_at < clock_timestamp(), false) as expired
    from credential c join actor a on a.id = c.actor_id where c.token_hash = ${hash}`;
  const actor = row && !row.expired ? toActor(row) : null;
  if (actor === null) {
    remembered.delete(key);
    strangers.note(key, machine);
    return null;
  }
  if (!known) strangers.forgive(origin);
  if (remembered.size > 50_000) remembered.clear();
  remembered.set(key, { actor, until: machine + rememberedMs });
  return actor;
}

function toActor({ id, kind, role, siteId, laboratoryId, revoked }: Omit<Known, 'realm' | 'name'>): Known {
  return { id, realm: realmOf(id), kind, role, siteId, laboratoryId, revoked, name: `${kind}:${id}` };
}
