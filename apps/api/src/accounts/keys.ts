import { randomBytes } from 'node:crypto';
import { insertActor } from '#lis/accounts';
import type { IssueKeyRequest } from '#lis/contracts';
import { mayBeScope, momentText, type Permission, PERMISSIONS } from '#lis/domain';
import { arrayLiteral, type Executor, type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, forgetActor, Rejection, tellRevocation, tokenHash } from '#lis/platform';

const dayMs = 86_400_000;

/**
 * A key for a program of the own realm, shown once and kept as a hash.
 * @throws Rejection 400 scope-not-allowed, naming what the role does not have or no key may do; 409 place-unknown
 */
export async function issueKey({ db, clock }: Context, actor: Actor, wanted: IssueKeyRequest) {
  const refused = wanted.scopes.filter(
    (scope) => !PERMISSIONS.includes(scope as Permission) || !mayBeScope(wanted.role, scope as Permission),
  );
  if (refused.length > 0) throw new Rejection(400, 'scope-not-allowed', { count: refused.length });
  const key = `swk_${randomBytes(32).toString('base64url')}`;
  const machine = clock.machine();
  const expiresAt = machine + wanted.validDays * dayMs;
  const work = async (tx: Transaction) => {
    const keyId = await insertActor(tx, { ...wanted, realm: actor.realm, kind: 'program' });
    await tx`
      insert into credential (token_hash, actor_id, issued_at, expires_at, name, scopes)
      values (${tokenHash(key)}, ${keyId}, ${machine}, ${expiresAt}, ${wanted.name},
        ${arrayLiteral([...new Set(wanted.scopes)])}::text::text[])`;
    await writeAudit(tx, [
      {
        ...{ at: clock.now(actor.realm), sweepId: null, actor: actor.name, origin: actor.origin },
        ...{ action: 'key-issued', subject: `key:${keyId}` },
        detail: { role: wanted.role, scopes: wanted.scopes, days: wanted.validDays },
      },
    ]);
    return { keyId, key, expiresAt: momentText(expiresAt) };
  };
  return db.begin(work);
}

/** Ends a key of the own realm; every process is told when it has committed. @throws Rejection 404 key-unknown */
export async function revokeKey({ db, clock }: Context, actor: Actor, keyId: number): Promise<void> {
  const work = async (tx: Transaction) => {
    const own = Math.sign(keyId) === Math.sign(actor.id);
    const revoked = own
      ? await tx`
          update credential set revoked_at = ${clock.machine()}
          where actor_id = ${keyId} and name is not null and revoked_at is null returning actor_id`
      : [];
    if (revoked.length === 0) throw new Rejection(404, 'key-unknown');
    await tellRevocation(tx, keyId);
    await writeAudit(tx, [
      {
        ...{ at: clock.now(actor.realm), sweepId: null, actor: actor.name, origin: actor.origin },
        ...{ action: 'key-revoked', subject: `key:${keyId}` },
      },
    ]);
  };
  await db.begin(work);
  forgetActor(db, keyId);
}

type Key = {
  keyId: number;
  name: string;
  role: string;
  scopes: string[];
  issuedAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
};

/** The keys of a realm, revoked ones too, up to 1,000, by age; `lastUsedAt` to the minute. */
export async function listKeys(db: Executor, realm: 'real' | 'drill') {
  const [from, to] = realm === 'real' ? [1, 2_147_483_647] : [-2_147_483_648, -1];
  const keys = await db<Key[]>`
    select c.actor_id as "keyId", c.name, a.role, c.scopes, c.issued_at as "issuedAt", c.expires_at as "expiresAt",
      c.last_used_at as "lastUsedAt", c.revoked_at as "revokedAt"
    from credential c join actor a on a.id = c.actor_id
    where c.actor_id between ${from} and ${to} and c.name is not null order by abs(c.actor_id) limit 1000`;
  const text = (at: number | null) => (at === null ? null : momentText(at));
  return keys.map(({ issuedAt, expiresAt, lastUsedAt, revokedAt, ...key }) => ({
    ...key,
    ...{ issuedAt: text(issuedAt), expiresAt: text(expiresAt) },
    ...{ lastUsedAt: text(lastUsedAt), revokedAt: text(revokedAt) },
  }));
}
