import type { TabletSelf } from '#lis/contracts';
import { momentText, policyInForce, type PoolingPolicy } from '#lis/domain';
import { type Actor, type Context, Rejection } from '#lis/platform';

type Site = TabletSelf['site'];
type Sweep = { id: number; name: string; startsAt: number; deadline: number };

/**
 * The site of a tablet and the sweeps of its realm that are not closed, for work without a network.
 * @throws Rejection 403 device-without-site
 */
export async function readSelf({ db, clock }: Context, actor: Actor): Promise<TabletSelf> {
  const [site] = await db<Site[]>`
    select s.id, s.code, s.name, j.code as "jurisdictionCode" from site s join jurisdiction j on j.id = s.jurisdiction_id
    where s.id = ${actor.siteId}`;
  if (!site) throw new Rejection(403, 'device-without-site');
  const sweeps = await db<Sweep[]>`
    select id, name, starts_at as "startsAt", deadline from sweep
    where closed_at is null and (id < 0) = ${actor.realm === 'drill'} order by starts_at desc, abs(id) desc limit 20`;
  const policies = await db<(PoolingPolicy & { sweepId: number })[]>`
    select sweep_id as "sweepId", version, category, in_force_from as "inForceFrom", pool_size as "poolSize",
      hard_cap as "hardCap"
    from pooling_policy where sweep_id in (${sweeps.length > 0 ? sweeps.map(({ id }) => id) : 0})`;
  const now = clock.now(actor.realm);
  return {
    tabletId: actor.id,
    realm: actor.realm,
    site,
    sweeps: sweeps.map(({ id, name, startsAt, deadline }) => {
      const own = policies.filter(({ sweepId }) => sweepId === id);
      const policy = policyInForce(own, null, Math.max(now, startsAt));
      return {
        id,
        name,
        startsAt: momentText(startsAt),
        deadline: momentText(deadline),
        poolSize: policy?.poolSize ?? 0,
      };
    }),
    now: momentText(now),
  };
}
