import type { Tablets } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { type Actor, type Context, Rejection } from '#lis/platform';

type Row = {
  tabletId: number;
  name: string;
  enrolledAt: number;
  lastContactAt: number | null;
  unsent: number | null;
  revokedAt: number | null;
};

/**
 * The enrolled tablets of a site with what they said last.
 * @throws Rejection 404 site-unknown, also for a site of the other realm (law 11)
 */
export async function listTablets({ db }: Context, actor: Actor, siteCode: string): Promise<Tablets> {
  const [site] = await db<{ id: number }[]>`select id from site where code = ${siteCode}`;
  if (!site || site.id < 0 !== (actor.realm === 'drill')) throw new Rejection(404, 'site-unknown');
  const rows = await db<Row[]>`
    select t.actor_id as "tabletId", a.name, t.enrolled_at as "enrolledAt", t.last_contact_at as "lastContactAt",
      t.unsent_count as unsent, t.revoked_at as "revokedAt"
    from actor a join tablet t on t.actor_id = a.id
    where a.site_id = ${site.id} order by t.enrolled_at, abs(a.id)`;
  return {
    tablets: rows.map(({ enrolledAt, lastContactAt, revokedAt, ...row }) => ({
      ...row,
      state: revokedAt !== null ? 'revoked' : lastContactAt === null ? 'enrolled' : 'in-use',
      enrolledAt: momentText(enrolledAt),
      lastContactAt: lastContactAt === null ? null : momentText(lastContactAt),
      revokedAt: revokedAt === null ? null : momentText(revokedAt),
    })),
  };
}
