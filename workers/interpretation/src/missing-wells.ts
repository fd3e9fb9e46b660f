import { askAttention } from '#lis/persistence';
import type { Context } from '#lis/platform';

const limitMs = 2 * 60 * 60 * 1000;
// runs that were accepted while the last look was under way
const overlapMs = 10 * 60 * 1000;

/** Up to which moment of judgement the runs of each realm were looked at. */
export type LookedUntil = Record<'real' | 'drill', number>;
/** Before the first look of a process: every run of an open sweep is looked at. */
export const nothingLookedAt: LookedUntil = { real: 0, drill: 0 };

/**
 * A run whose wells are not all called 2 h after it was accepted (or opened, when its controls never came) is
 * put before a person once, with the wells and tubes: a missing reading has an owner (DESIGN.md, the model).
 * Only runs that came of that age since `looked` are read; answers how far it looked.
 */
export async function reportMissingWells(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  looked: LookedUntil = nothingLookedAt,
): Promise<LookedUntil> {
  const late = { real: clock.now('real') - limitMs, drill: clock.now('drill') - limitMs };
  const since = { real: looked.real - overlapMs, drill: looked.drill - overlapMs };
  const rows = await db<{ id: number; sweepId: number; wells: string[]; tubes: string[] }[]>`
    select r.id, r.sweep_id as "sweepId", array_agg(w.well order by w.well) as wells,
      array_agg(w.tube_id::text order by w.well) as tubes
    from run r
    join sweep s on s.id = r.sweep_id and s.closed_at is null
    join well w on w.sweep_id = r.sweep_id and w.plate_id = r.plate_id and w.kind = 'sample'
    left join well_call c on c.sweep_id = r.sweep_id and c.run_id = r.id and c.well = w.well
    where r.state <> 'rejected' and c.well is null
      and coalesce(r.judged_at, r.opened_at) < case when r.sweep_id < 0 then ${late.drill}::timestamptz else ${late.real}::timestamptz end
      and coalesce(r.judged_at, r.opened_at) >= case when r.sweep_id < 0 then ${since.drill}::timestamptz else ${since.real}::timestamptz end
      and not exists (select from attention a
        where a.sweep_id = r.sweep_id and a.code = 'well-missing' and a.subject = 'run:' || r.id)
    group by r.id, r.sweep_id limit ${atOnce}`;
  await askAttention(
    db,
    rows.map(({ id, sweepId, wells, tubes }) => ({
      sweepId,
      code: 'well-missing',
      subject: `run:${id}`,
      detail: { wells, tubes },
      at: clock.now(sweepId < 0 ? 'drill' : 'real'),
    })),
  );
  return rows.length < atOnce ? late : looked;
}

const atOnce = 100;
