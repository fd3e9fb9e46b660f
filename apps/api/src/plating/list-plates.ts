import type { Plates, PlatesQuery } from '#lis/contracts';
import { momentText } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import type { Actor } from '#lis/platform';

type Row = Omit<Plates['plates'][number], 'laidOutAt' | 'order'> & {
  laidOutAt: number;
  serial: string | null;
  state: NonNullable<Plates['plates'][number]['order']>['state'] | null;
};

/**
 * The plates that people of an actor's laboratory laid out, the latest first; those that the system made for
 * cartridges are on nobody's bench.
 */
export async function listPlates(db: Executor, actor: Actor, query: PlatesQuery): Promise<Plates> {
  const { before = null, limit } = query;
  const laboratory = actor.laboratoryId ?? 0;
  const rows = await db<Row[]>`
    select p.barcode, p.kit_id || ' ' || p.kit_version as kit, p.laid_out_at as "laidOutAt",
      (select count(*)::int from well w where w.sweep_id = p.sweep_id and w.plate_id = p.id and w.kind = 'sample') as tubes,
      (select count(distinct c.well)::int from run r
        join well_call c on c.sweep_id = r.sweep_id and c.run_id = r.id and c.tube_id is not null
        where r.plate_id = p.id and c.sweep_id = p.sweep_id) as called,
      o.serial, o.state
    from plate p left join lateral (
      select i.serial, m.state from order_message m join instrument i on i.id = m.instrument_id
      where m.plate_id = p.id order by m.id desc limit 1) o on true
    where p.laboratory_id = ${laboratory} and sign(p.sweep_id) = ${Math.sign(actor.id)} and p.laid_out_by is not null
      and (${before}::text is null or (p.laid_out_at, p.id) <
        (select b.laid_out_at, b.id from plate b where b.barcode = ${before}::text and b.laboratory_id = ${laboratory}))
    order by p.laid_out_at desc, p.id desc limit ${limit}`;
  return {
    plates: rows.map(({ serial, state, laidOutAt, ...row }) => ({
      ...row,
      laidOutAt: momentText(laidOutAt),
      order: serial === null || state === null ? null : { instrumentSerial: serial, state },
    })),
    next: rows.length === limit ? (rows.at(-1)?.barcode ?? null) : null,
  };
}
