import { arrayLiteral, type Executor } from '#lis/persistence';

/** Pools of one size with a result, by outcome. */
export type SizeCounts = {
  size: number;
  positive: number;
  negative: number;
  inconclusive: number;
  invalid: number;
};
export type DayCounts = SizeCounts & { day: string };
export type SiteCounts = SizeCounts & { siteId: number; code: string; name: string; sites: number };

export const summed = (db: Executor) => db`
  sum(p.positive)::bigint as positive, sum(p.negative)::bigint as negative,
  sum(p.inconclusive)::bigint as inconclusive, sum(p.invalid)::bigint as invalid`;

/** A jurisdiction and everything below it, as `below (id)`. */
export const subtree = (db: Executor, topId: number) => db`
  below (id) as (
    select ${topId}::int
    union all
    select j.id from below b join jurisdiction j on j.parent_id = b.id)`;

/**
 * Screening pools by civil day of sealing and size, the first day first; of the sites in a jurisdiction, or of all
 * (null). Kept counts alone.
 */
export async function poolsByDay(db: Executor, sweepId: number, topId: number | null): Promise<DayCounts[]> {
  if (topId === null)
    return db<DayCounts[]>`
      select day::text as day, size, positive, negative, inconclusive, invalid from pool_day_tally
      where sweep_id = ${sweepId} order by 1, 2`;
  return db<DayCounts[]>`
    with recursive ${subtree(db, topId)}
    select p.day::text as day, p.size, ${summed(db)}
    from below b join site s on s.jurisdiction_id = b.id
    join pool_tally p on p.sweep_id = ${sweepId} and p.site_id = s.id
    group by 1, 2 order by 1, 2`;
}

/**
 * Screening pools by site and size: of the `most` sites with the most positive pools, and of all others that may stand
 * out, with two positive pools at least and two deviations more than expected. `sites`: all that have results.
 * @param chances that a pool is positive, by the number of its people: the first is of one
 */
export async function poolsBySite(
  db: Executor,
  sweepId: number,
  topId: number | null,
  most: number,
  chances: readonly number[],
): Promise<SiteCounts[]> {
  const counted =
    topId === null
      ? db`pool_tally p where p.sweep_id = ${sweepId}`
      : db`below b join site s on s.jurisdiction_id = b.id
          join pool_tally p on p.sweep_id = ${sweepId} and p.site_id = s.id`;
  return db<SiteCounts[]>`
    with recursive ${subtree(db, topId ?? 0)},
    -- read once, not for each of a million rows
    chance as materialized (select ${arrayLiteral([...chances])}::text::float8[] as at),
    by_site as (
      select p.site_id, sum(p.positive) as positive, sum(p.negative) as negative,
        sum((p.positive + p.negative) * ((select at from chance))[p.size]) as expected
      from ${counted} group by 1),
    ranked as (
      select site_id, positive, expected, count(*) over () as sites,
        row_number() over (order by positive desc, negative desc, site_id) as rank
      from by_site)
    select r.site_id as "siteId", s.code, s.name, r.sites, p.size, p.positive, p.negative, p.inconclusive, p.invalid
    from ranked r join site s on s.id = r.site_id
    cross join lateral (
      select p.size, ${summed(db)} from pool_tally p
      where p.sweep_id = ${sweepId} and p.site_id = r.site_id group by 1) p
    where r.rank <= ${most} or (r.positive >= 2 and r.positive > r.expected + 2 * sqrt(r.expected))
    order by r.rank, p.size`;
}

/** Screening pools of one site by civil day of sealing and size, the first day first. */
export async function poolsOfSite(db: Executor, sweepId: number, siteId: number): Promise<DayCounts[]> {
  return db<DayCounts[]>`
    select day::text as day, size, positive, negative, inconclusive, invalid from pool_tally
    where sweep_id = ${sweepId} and site_id = ${siteId} order by 1, 2`;
}

/** A site of the sweep's realm within a scope, by its code; undefined: there is none. */
export async function findSite(
  db: Executor,
  sweepId: number,
  code: string,
  scopeId: number | null,
): Promise<{ id: number; code: string; name: string } | undefined> {
  const [row] = await db<{ id: number; code: string; name: string }[]>`
    select id, code, name from site
    where code = ${code} and (id < 0) = (${sweepId}::int < 0) and lies_in(jurisdiction_id, ${scopeId}::int)`;
  return row;
}

/** A jurisdiction within a scope, by its code; undefined: there is none. */
export async function findJurisdiction(
  db: Executor,
  code: string,
  scopeId: number | null,
): Promise<{ id: number; code: string; name: string } | undefined> {
  const [row] = await db<{ id: number; code: string; name: string }[]>`
    select id, code, name from jurisdiction where code = ${code} and lies_in(id, ${scopeId}::int)`;
  return row;
}
