import { randomBytes } from 'node:crypto';
import type { IssueTabletCodeAnswer } from '#lis/contracts';
import { enrolmentCode, enrolmentCodeMs, momentText, normaliseEnrolmentCode } from '#lis/domain';
import { writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection, tokenHash } from '#lis/platform';
import type { z } from 'zod';

/**
 * A code with which one tablet may enrol at a site within ten minutes of the machine. It is shown once and kept as a
 * hash.
 * @throws Rejection 404 site-unknown, also for a site of the other realm (law 11)
 */
export async function issueTabletCode(
  { db, clock }: Context,
  actor: Actor,
  siteCode: string,
): Promise<z.infer<typeof IssueTabletCodeAnswer>> {
  const code = enrolmentCode(randomBytes(20));
  const at = clock.now(actor.realm);
  const expiresAt = clock.machine() + enrolmentCodeMs;
  await db.begin(async (tx) => {
    const [site] = await tx<{ id: number }[]>`select id from site where code = ${siteCode}`;
    if (!site || site.id < 0 !== (actor.realm === 'drill')) throw new Rejection(404, 'site-unknown');
    await tx`
      insert into tablet_code (code_hash, site_id, issued_by, issued_at, expires_at)
      values (${tokenHash(normaliseEnrolmentCode(code))}, ${site.id}, ${actor.id}, ${at}, ${expiresAt})`;
    await writeAudit(tx, [
      {
        at,
        sweepId: null,
        actor: actor.name,
        origin: actor.origin,
        action: 'tablet-code-issued',
        subject: `site:${site.id}`,
      },
    ]);
  });
  return { code, address: `/tablet/#code=${code}`, expiresAt: momentText(expiresAt) };
}
