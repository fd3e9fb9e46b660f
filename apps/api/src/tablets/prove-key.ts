import { createPublicKey, randomBytes, verify } from 'node:crypto';
import type { TabletTokenAnswer, TabletTokenRequest } from '#lis/contracts';
import { challengeMs, realmOf, tabletTokenMs, tokenRequestText } from '#lis/domain';
import { type Transaction, writeAudit } from '#lis/persistence';
import { type Context, Rejection, tokenHash } from '#lis/platform';
import type { z } from 'zod';
import { audienceOf } from './audience.js';

/** A nonce for one proof within a minute. An unknown or revoked tablet is given one too: it will not serve. */
export async function challengeTablet({ db, clock }: Context, tabletId: number): Promise<{ nonce: string }> {
  const nonce = randomBytes(32).toString('base64url');
  const expiresAt = clock.machine() + challengeMs;
  await db.begin(async (tx) => {
    await tx`delete from tablet_challenge where tablet_id = ${tabletId} and expires_at <= clock_timestamp()`;
    await tx`
      insert into tablet_challenge (nonce_hash, tablet_id, expires_at)
      select ${tokenHash(nonce)}, actor_id, ${expiresAt}::timestamptz from tablet
      where actor_id = ${tabletId} and revoked_at is null`;
  });
  return { nonce };
}

type Refused = 'nonce-unknown' | 'signature-wrong' | 'tablet-revoked';

/**
 * A bearer token of 15 minutes for a tablet that proves that it holds its key. The nonce is used up by the attempt,
 * whatever comes of it.
 * @throws Rejection 401 nonce-unknown (never given, too old, used, of another tablet), signature-wrong, tablet-revoked
 */
export async function issueTabletToken(
  context: Context,
  { tabletId, nonce, signature }: z.infer<typeof TabletTokenRequest>,
  origin: string,
): Promise<z.infer<typeof TabletTokenAnswer>> {
  const { db, keys } = context;
  const realm = realmOf(tabletId);
  const text = tokenRequestText(tabletId, nonce, audienceOf(keys, realm));
  // answered, not thrown: the nonce stays used
  const answer = await db.begin(async (tx): Promise<string | { refused: Refused }> => {
    const used = await tx`
      delete from tablet_challenge
      where nonce_hash = ${tokenHash(nonce)} and tablet_id = ${tabletId} and expires_at > clock_timestamp()`;
    if (used.count === 0) return { refused: 'nonce-unknown' };
    // locked against a revocation at the same moment: it comes before, or it finds this token
    const [tablet] = await tx<{ publicKey: Buffer; revoked: boolean }[]>`
      select public_key as "publicKey", revoked_at is not null as revoked from tablet
      where actor_id = ${tabletId} for no key update`;
    if (!tablet || !isSigned(text, signature, tablet.publicKey)) return { refused: 'signature-wrong' };
    if (tablet.revoked) return { refused: 'tablet-revoked' };
    return storeToken(context, tx, tabletId, origin);
  });
  if (typeof answer !== 'string') throw new Rejection(401, answer.refused);
  return { token: answer, expiresInSeconds: tabletTokenMs / 1000 };
}

async function storeToken({ clock }: Context, tx: Transaction, tabletId: number, origin: string) {
  const token = randomBytes(32).toString('base64url');
  const at = clock.now(realmOf(tabletId));
  // one that is over serves nothing any more, except the latest of a revoked tablet
  await tx`delete from credential where actor_id = ${tabletId} and expires_at <= clock_timestamp()`;
  await tx`
    insert into credential (token_hash, actor_id, issued_at, expires_at)
    values (${tokenHash(token)}, ${tabletId}, ${at}, ${clock.machine() + tabletTokenMs})`;
  await tx`update tablet set last_contact_at = ${at} where actor_id = ${tabletId}`;
  const actor = `device:${tabletId}`;
  await writeAudit(tx, [{ at, sweepId: null, actor, origin, action: 'tablet-token-issued', subject: actor }]);
  return token;
}

function isSigned(text: string, signature: string, publicKey: Buffer): boolean {
  const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  const bytes = Buffer.from(signature, 'base64url');
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, bytes);
}
