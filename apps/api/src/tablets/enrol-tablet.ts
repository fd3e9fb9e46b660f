import { createPublicKey } from 'node:crypto';
import type { EnrolTabletAnswer, EnrolTabletRequest } from '#lis/contracts';
import { normaliseEnrolmentCode, realmOf } from '#lis/domain';
import { writeAudit } from '#lis/persistence';
import { type Context, Rejection, tokenHash } from '#lis/platform';
import type { z } from 'zod';
import { audienceOf } from './audience.js';

type Code = { siteId: number; expired: boolean; tabletId: number | null; publicKey: Uint8Array | null };

/**
 * Makes a tablet of the code's site (R6: the site is never in a body). A code serves one key: the same code and key
 * sent again get the first answer (law 2).
 * @throws Rejection 403 enrolment-code-unknown for a code that is unknown, too old or used, which are not told apart
 * @throws Rejection 400 key-unusable for coordinates that are no point of the curve
 */
export async function enrolTablet(
  { db, clock, keys }: Context,
  { code, publicKey, name }: z.infer<typeof EnrolTabletRequest>,
  origin: string,
): Promise<EnrolTabletAnswer> {
  const key = readKey(publicKey);
  const hash = tokenHash(normaliseEnrolmentCode(code));
  return db.begin(async (tx): Promise<EnrolTabletAnswer> => {
    const [issued] = await tx<Code[]>`
      select c.site_id as "siteId", c.expires_at <= clock_timestamp() as expired, c.tablet_id as "tabletId",
        t.public_key as "publicKey"
      from tablet_code c left join tablet t on t.actor_id = c.tablet_id
      where c.code_hash = ${hash} for update of c`;
    if (!issued || issued.expired) throw new Rejection(403, 'enrolment-code-unknown');
    const realm = realmOf(issued.siteId);
    const audience = audienceOf(keys, realm);
    if (issued.tabletId !== null) {
      if (!issued.publicKey || !key.equals(issued.publicKey)) {
        throw new Rejection(403, 'enrolment-code-unknown');
      }
      return { tabletId: issued.tabletId, audience };
    }
    const at = clock.now(realm);
    const [made] = await tx<{ id: number }[]>`
      insert into actor (id, kind, role, name, site_id)
      values (nextval(${`${realm}_id`}::regclass), 'device', 'site', ${name}, ${issued.siteId}) returning id`;
    const tabletId = made?.id ?? 0;
    await tx`
      insert into tablet (actor_id, public_key, enrolled_at) values (${tabletId}, ${key}, ${at})`;
    await tx`update tablet_code set tablet_id = ${tabletId} where code_hash = ${hash}`;
    await writeAudit(tx, [
      {
        at,
        sweepId: null,
        actor: `device:${tabletId}`,
        origin,
        action: 'tablet-enrolled',
        subject: `site:${issued.siteId}`,
      },
    ]);
    return { tabletId, audience };
  });
}

function readKey(jwk: z.infer<typeof EnrolTabletRequest>['publicKey']): Buffer {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'spki' });
  } catch {
    throw new Rejection(400, 'key-unusable');
  }
}
