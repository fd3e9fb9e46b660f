import { createHash } from 'node:crypto';
import { type Permission, realmOf } from '#lis/domain';
import type { Context } from '../context.js';
import { Rejection } from '../problems/rejection.js';
import type { Actor } from './actor.js';
import { strangers } from './strangers.js';

type Known = Omit<Actor, 'origin'>;
type Row = Omit<Known, 'realm' | 'name' | 'revoked' | 'revokedAt' | 'scopes' | 'session'> & {
  revokedAt: number | null;
  expiresAt: number | null;
  keyName: string | null;
  scopes: Permission[] | null;
  lastUsedAt: number | null;
};
// Asking for every request would cost a round trip. What is revoked anywhere is told to every process at once
// (follow-revocations.ts); should that be lost, it is seen within this many ms of the machine.
const rememberedMs = 2000;
type Memory = { actors: Map<string, { actor: Known; until: number }>; forgotten: number };
/** One for each database of the process, which a product's process has one of. */
const memories = new WeakMap<object, Memory>();

function memoryOf(db: object): Memory {
  const known = memories.get(db);
  if (known) return known;
  const made: Memory = { actors: new Map(), forgotten: 0 };
  memories.set(db, made);
  return made;
}

export const tokenHash = (token: string) => createHash('sha256').update(token).digest();

/** Forgets every credential: something may have been revoked that this process was not told of. */
export function forgetCredentials(db: object): void {
  const memory = memoryOf(db);
  memory.forgotten++;
  memory.actors.clear();
}

/** The same for the credentials of one actor. */
export function forgetActor(db: object, actorId: number): void {
  const memory = memoryOf(db);
  memory.forgotten++;
  for (const [key, { actor }] of memory.actors) if (actor.id === actorId) memory.actors.delete(key);
}

/**
 * The actor of a bearer token, or null: unknown or expired. A revoked one is answered as such. `origin`: the
 * address that unknown tokens are counted by.
 * @throws Rejection 429 `too-many-unknown-credentials` when the address tries tokens; who was known goes on
 */
export async function authenticate(
  context: Pick<Context, 'db' | 'clock'>,
  token: string,
  origin = '',
): Promise<Known | null> {
  const hash = tokenHash(token);
  const key = hash.toString('base64');
  const memory = memoryOf(context.db);
  const { actors } = memory;
  const known = actors.get(key);
  const before = context.clock.machine();
  if (known && known.until > before) return known.actor;
  if (!known) {
    if (strangers.isKnownAsUnknown(key, before)) return null;
    if (strangers.isLoud(origin, before)) throw new Rejection(429, 'too-many-unknown-credentials', {}, 1);
  }
  const asked = memory.forgotten;
  const [row] = await context.db<Row[]>`
    select a.id, a.kind, a.role, a.site_id as "siteId", a.laboratory_id as "laboratoryId",
      a.jurisdiction_id as "jurisdictionId", c.revoked_at as "revokedAt", c.expires_at as "expiresAt",
      c.name as "keyName", c.scopes, c.last_used_at as "lastUsedAt"
    from credential c join actor a on a.id = c.actor_id where c.token_hash = ${hash}`;
  const machine = context.clock.machine();
  const expiresAt = row?.expiresAt ?? Infinity;
  const actor = row && expiresAt > machine ? toActor(row) : null;
  if (!row || actor === null) {
    actors.delete(key);
    strangers.note(key, machine);
    return null;
  }
  if (!known) strangers.forgive(origin);
  if (row.keyName !== null) await noteUse(context, hash, row.lastUsedAt, machine);
  // read before something was revoked, it may be the answer of a moment ago: it serves this request only
  if (asked === memory.forgotten) {
    if (actors.size > 50_000) actors.clear();
    actors.set(key, { actor, until: Math.min(machine + rememberedMs, expiresAt) });
  }
  return actor;
}

/** When a key was last used, written at most once a minute. */
async function noteUse(
  { db }: Pick<Context, 'db'>,
  hash: Buffer,
  lastUsedAt: number | null,
  machine: number,
) {
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
