import { arrayLiteral, type Executor } from '#lis/persistence';

/** A tube by its code; everything null: nobody has registered it. */
export type SentTube = {
  code: string;
  id: string | null;
  sweepId: number | null;
  state: string | null;
  laboratoryId: number | null;
  held: boolean | null;
};
/** A plate that has the tube in one of its wells. */
export type PlateOfTube = {
  tubeId: string;
  barcode: string;
  laboratoryId: number;
  laidOutAt: number;
  timeZone: string;
  /** one of its runs was rejected: its tubes went back to the rack */
  isRejected: boolean;
};

/** The tubes behind some codes, locked: whoever makes a plate of one waits for the other. */
export async function lockTubes(tx: Executor, codes: readonly string[]): Promise<Map<string, SentTube>> {
  if (codes.length === 0) return new Map();
  await tx`
    select t.id from tube_code c join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
    where c.code = any(${arrayLiteral([...codes])}::text::text[]) order by t.id for update of t`;
  const rows = await tx<SentTube[]>`
    select k.code, t.id, t.sweep_id as "sweepId", t.state, t.laboratory_id as "laboratoryId", t.held
    from unnest(${arrayLiteral([...codes])}::text::text[]) as k (code)
    left join tube_code c on c.code = k.code left join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id`;
  return new Map(rows.map((row) => [row.code, row]));
}

export async function readPlatesOfTubes(
  tx: Executor,
  tubes: Iterable<SentTube>,
): Promise<Map<string, PlateOfTube[]>> {
  const known = [...tubes].filter(({ id }) => id !== null);
  const byTube = new Map<string, PlateOfTube[]>();
  if (known.length === 0) return byTube;
  const rows = await tx<PlateOfTube[]>`
    select w.tube_id as "tubeId", p.barcode, p.laboratory_id as "laboratoryId", p.laid_out_at as "laidOutAt",
      s.time_zone as "timeZone",
      exists (select from run r where r.plate_id = p.id and r.state = 'rejected') as "isRejected"
    from well w join plate p on p.id = w.plate_id join sweep s on s.id = w.sweep_id
    where (w.sweep_id, w.tube_id) in (select * from unnest(
      ${arrayLiteral(known.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(known.map(({ id }) => id))}::text::uuid[]))
    order by p.laid_out_at, p.id`;
  for (const row of rows) byTube.set(row.tubeId, [...(byTube.get(row.tubeId) ?? []), row]);
  return byTube;
}
