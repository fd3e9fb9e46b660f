import { deliveryAfterRevocationMs } from '#lis/domain';
import { writeAudit } from '#lis/persistence';
import { type Actor, type Context, forgetActor, Rejection, tellRevocation } from '#lis/platform';

/**
 * Takes a tablet out of service: no token any more, and every token that it has serves for nothing but delivering
 * tubes into quarantine. What it had sealed is a physical fact (law 3), perhaps of an hour without a network: so the
 * latest token delivers for 72 hours more. Every process is told when it has committed.
 * @throws Rejection 404 tablet-unknown, also for a tablet of the other realm (law 11)
 */
export async function revokeTablet(
  { db, clock }: Context,
  actor: Actor,
  tabletId: number,
): Promise<{ outcome: 'revoked' | 'replayed' }> {
  const at = clock.now(actor.realm);
  const outcome = await db.begin(async (tx) => {
    const [tablet] = await tx<{ revoked: boolean }[]>`
      select revoked_at is not null as revoked from tablet where actor_id = ${tabletId} for update`;
    if (!tablet || tabletId < 0 !== (actor.realm === 'drill')) throw new Rejection(404, 'tablet-unknown');
    if (tablet.revoked) return 'replayed' as const;
    await tx`update tablet set revoked_at = ${at} where actor_id = ${tabletId}`;
    await tx`delete from tablet_challenge where tablet_id = ${tabletId}`;
    await tx`update credential set revoked_at = ${at} where actor_id = ${tabletId} and revoked_at is null`;
    await tx`
      update credential set expires_at = ${clock.machine() + deliveryAfterRevocationMs}
      where token_hash = (
        select token_hash from credential where actor_id = ${tabletId} order by expires_at desc limit 1)`;
    await writeAudit(tx, [
      {
        at,
        sweepId: null,
        actor: actor.name,
        origin: actor.origin,
        action: 'tablet-revoked',
        subject: `device:${tabletId}`,
      },
    ]);
    await tellRevocation(tx, tabletId);
    return 'revoked' as const;
  });
  forgetActor(db, tabletId);
  return { outcome };
}
