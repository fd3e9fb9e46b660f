import { askAttention } from '#lis/persistence';
import type { Context } from '#lis/platform';

const limitMs = 2 * 60 * 60 * 1000;

/**
 * A run whose wells are not all called 2 h after it was accepted (or opened, when its controls never came) is
 * put before a person once, with the wells and tubes: a missing reading has an owner (DESIGN.md, the model).
 */
export async function reportMissingWells({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<void> {
  const late = { real: clock.now('real') - limitMs, drill: clock.now('drill') - limitMs };
  const rows = await db<{ id: number; sweepId: number; wells: string[]; tubes: string[] }[]>`
    select r.id, r.sweep_id as "sweepId", array_agg(w.well order by w.well) as wells,
      array_agg(w.tube_id::text order by w.well) as tubes
    from run r
    join sweep s on s.id = r.sweep_id and s.closed_at is null
    join well w on w.sweep_id = r.sweep_id and w.plate_id = r.plate_id and w.kind = 'sample'
    left join well_call c on c.sweep_id = r.sweep_id and c.run_id = r.id and c.well = w.well
    where r.state <> 'rejected' and c.well is null
      and coalesce(r.judged_at, r.opened_at) < case when r.sweep_id < 0 then ${late.drill}::timestamptz else ${late.real}::timestamptz end
      and not exists (select from attention a
        where a.sweep_id = r.sweep_id and a.code = 'well-missing' and a.subject = 'run:' || r.id)
    group by r.id, r.sweep_id limit 100`;
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
}
