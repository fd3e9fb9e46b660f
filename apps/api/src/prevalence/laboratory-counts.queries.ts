import type { Executor } from '#lis/persistence';
import { type DayCounts, subtree, summed } from './pool-counts.queries.js';

export type LaboratoryCounts = DayCounts & { laboratoryId: number; code: string; name: string };
/** Positive and negative pools of one laboratory in a stratum. */
export type LaboratoryShare = { stratum: string; who: number; pools: number; positive: number };

/** Screening pools by laboratory, civil day of sealing and size; of the sites in a jurisdiction, or of all (null). */
export async function poolsByLaboratory(
  db: Executor,
  sweepId: number,
  topId: number | null,
): Promise<LaboratoryCounts[]> {
  return db<LaboratoryCounts[]>`
    with recursive ${subtree(db, topId ?? 0)}
    select p.laboratory_id as "laboratoryId", l.code, l.name, p.day::text as day, p.size, ${summed(db)}
    from ${
      topId === null
        ? db`pool_laboratory_day_tally p`
        : db`below b join site s on s.jurisdiction_id = b.id
            join pool_laboratory_tally p on p.sweep_id = ${sweepId} and p.site_id = s.id`
    }
    join laboratory l on l.id = p.laboratory_id
    where p.sweep_id = ${sweepId}
    group by 1, 2, 3, 4, 5 order by l.code, 4, 5`;
}

/**
 * The sites, days and sizes of tube that tell how laboratories compare: with a positive pool, and with pools of two
 * laboratories or more. They are as few as positive pools are.
 */
export async function sharedStrata(
  db: Executor,
  sweepId: number,
  topId: number | null,
): Promise<LaboratoryShare[]> {
  const counted =
    topId === null
      ? db`pool_laboratory_tally p`
      : db`below b join site s on s.jurisdiction_id = b.id
          join pool_laboratory_tally p on p.sweep_id = ${sweepId} and p.site_id = s.id`;
  return db<LaboratoryShare[]>`
    with recursive ${subtree(db, topId ?? 0)},
    found as materialized (
      select p.site_id, p.day, p.size from ${counted} where p.sweep_id = ${sweepId} and p.positive > 0 group by 1, 2, 3),
    own as (
      select p.site_id, p.day, p.size, p.laboratory_id, sum(p.positive + p.negative)::bigint as pools,
        sum(p.positive)::bigint as positive
      from found join pool_laboratory_tally p using (site_id, day, size)
      where p.sweep_id = ${sweepId}
      group by 1, 2, 3, 4 having sum(p.positive + p.negative) > 0),
    told as (
      select *, count(*) over (partition by site_id, day, size) as laboratories from own)
    select site_id || ' ' || day || ' ' || size as stratum, laboratory_id as who, pools, positive from told
    where laboratories > 1`;
}
