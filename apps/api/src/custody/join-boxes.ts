import type { Realm } from '#lis/domain';
import { addTallies, arrayLiteral, type Executor, type Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';

/** A box says where a tube is, and the tube does not yet: its registration and the box crossed. */
const behind = `(t.state = 'sealed' or (t.state = 'handed-over' and bt.arrival in ('received', 'extra', 'rejected')))`;

/**
 * Tubes take the place in custody that their boxes give them, also those that were registered after their box had
 * come. Of two boxes with one code the one where it arrived counts. What arrived is tallied with it.
 */
async function joinBoxes(tx: Transaction, codes: readonly string[], now: number): Promise<void> {
  if (codes.length === 0) return;
  const joined = await tx<{ sweepId: number; siteId: number; members: number }[]>`
    with place as (
      select distinct on (bt.sweep_id, bt.code) bt.sweep_id, c.tube_id, bt.box_id, bt.arrival, bt.reject_reason
      from box_tube bt join tube_code c on c.code = bt.code and c.sweep_id = bt.sweep_id
      where bt.code = any(${arrayLiteral(codes)}::text::text[])
      order by bt.sweep_id, bt.code, bt.arrival in ('received', 'extra', 'rejected') desc nulls last),
    mine as (
      select t.sweep_id, t.id, bt.box_id, bt.arrival, bt.reject_reason
      from place bt join tube t on t.sweep_id = bt.sweep_id and t.id = bt.tube_id
      where ${tx.unsafe(behind)} order by t.id for update of t),
    moved as (
      update tube t set box_id = b.id, handed_over_at = coalesce(t.handed_over_at, b.handed_over_at),
        laboratory_id = case when m.arrival <> 'missing' then b.laboratory_id end,
        received_at = case when m.arrival <> 'missing' then b.received_at end, reject_reason = m.reject_reason,
        state = case m.arrival when 'received' then 'received' when 'extra' then 'received'
          when 'rejected' then 'rejected' else 'handed-over' end
      from mine m join box b on b.id = m.box_id
      where t.sweep_id = m.sweep_id and t.id = m.id
      returning t.sweep_id, t.site_id, t.purpose, t.member_count, t.state)
    select sweep_id as "sweepId", site_id as "siteId", member_count as members from moved
    where state = 'received' and purpose = 'screening'`;
  await addTallies(
    tx,
    joined.flatMap(({ sweepId, siteId, members }) => {
      const common = { sweepId, siteId, residenceId: null, at: now };
      return [
        { ...common, metric: 'received', n: 1 },
        { ...common, metric: 'received-people', n: members },
      ];
    }),
  );
}

/**
 * The look after the commit. A registration, a hand-over and a receipt that run at one moment do not see each other's
 * rows: each looks again when its own are there, and whichever comes last sees all. Repeats look too, because the
 * process that did the work may have died before it looked.
 */
export async function catchUpWithBoxes(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  realm: Realm,
  codes: readonly string[],
): Promise<void> {
  const boxed = await findBoxed(db, codes);
  if (boxed.length === 0 || !(await anyBehind(db, boxed))) return;
  await db.begin((tx) => joinBoxes(tx, boxed, clock.now(realm)));
}

/** Those of the codes that were scanned into a box: at a registration usually none, and nothing more is asked. */
async function findBoxed(db: Executor, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return [];
  const rows = await db<{ code: string }[]>`
    select code from box_tube where code = any(${arrayLiteral(codes)}::text::text[])`;
  return [...new Set(rows.map(({ code }) => code))];
}

async function anyBehind(db: Executor, codes: readonly string[]): Promise<boolean> {
  // one code after the other: a plan of its own for a partition without statistics would read all of it
  const found = await db`
    select 1 from unnest(${arrayLiteral(codes)}::text::text[]) as k (code)
    cross join lateral (
      select 1 from box_tube bt join tube_code c on c.code = bt.code and c.sweep_id = bt.sweep_id
      join lateral (select state from tube where sweep_id = c.sweep_id and id = c.tube_id offset 0) t on true
      where bt.code = k.code and ${db.unsafe(behind)} offset 0) found limit 1`;
  return found.length > 0;
}
