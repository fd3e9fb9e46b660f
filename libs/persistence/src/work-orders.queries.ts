import { type KitDefinition, momentText, priorityOf, type WorkOrder } from '#lis/domain';
import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

/** What is looked for: tubes, controls or plates by what is printed on them, or what was received in a time (epoch ms). */
export type WorkOrderSearch = { codes: readonly string[] } | { receivedFrom: number; receivedTo: number };

type TubeRow = {
  code: string;
  purpose: string;
  memberCount: number;
  sweepId: number;
  plateId: string | null;
  plateBarcode: string | null;
  well: string | null;
  kitId: string | null;
  kitVersion: number | null;
  kit: Partial<KitDefinition> | null;
};
export type FoundOrder = WorkOrder & { readonly sweepId: number };

/** Four plates: more than an instrument takes at once. */
export const MAX_WORK_ORDERS = 400;

/**
 * What an instrument is to measure of what it asks for, whatever language it asks in. Ordered are tubes that were
 * received at its own laboratory, are not held, and have no result: a tube with a result stands in `resulted` or
 * `released` and comes back to `received` or `plated` only when it is to be measured again (TUBE_LIFECYCLE). A plate
 * gives its tubes, where they stand now, and its controls as long as one of its tubes is to be measured; another
 * laboratory's, an unknown one, or one of the other realm gives nothing (law 11). In the order of the wells.
 */
export async function findWorkOrders(
  db: Executor,
  instrumentId: number,
  search: WorkOrderSearch,
): Promise<FoundOrder[]> {
  const codes = 'codes' in search ? search.codes.filter((code) => code !== '' && !code.includes('\0')) : [];
  if ('codes' in search && codes.length === 0) return [];
  const tubes =
    'codes' in search
      ? await tubesByCode(db, instrumentId, codes)
      : await tubesByTime(db, instrumentId, search);
  const ordered = tubes.map(orderOf);
  const controls = codes.length === 0 ? [] : await controlsByCode(db, instrumentId, codes);
  return [...ordered, ...controls].sort(inWellOrder).slice(0, MAX_WORK_ORDERS);
}

/** The well where a plated tube stands now is that of its latest plate: an earlier one's run was rejected. */
const standing = `
  left join lateral (
    select p.id, p.barcode, p.kit_id, p.kit_version, w.well, p.laboratory_id
    from well w join plate p on p.id = w.plate_id
    where w.sweep_id = t.sweep_id and w.tube_id = t.id order by p.laid_out_at desc, p.id limit 1) s on t.state = 'plated'
  left join kit k on k.id = s.kit_id and k.version = s.kit_version
  where t.state in ('received', 'plated') and not t.held and t.laboratory_id = i.laboratory_id
    and (t.sweep_id < 0) = (i.id < 0) and (t.state = 'received' or s.laboratory_id = i.laboratory_id)`;
const columns = `t.code, t.purpose, t.member_count as "memberCount", t.sweep_id as "sweepId", s.id as "plateId",
  s.barcode as "plateBarcode", s.well, s.kit_id as "kitId", s.kit_version as "kitVersion", k.definition as kit`;

async function tubesByCode(db: Executor, instrumentId: number, codes: readonly string[]): Promise<TubeRow[]> {
  return db<TubeRow[]>`
    with asked as (
      select c.sweep_id, c.tube_id from tube_code c where c.code = any(${arrayLiteral([...codes])}::text::text[])
      union
      select w.sweep_id, w.tube_id from plate p join well w on w.sweep_id = p.sweep_id and w.plate_id = p.id
      where p.barcode = any(${arrayLiteral([...codes])}::text::text[]) and w.tube_id is not null)
    select ${db.unsafe(columns)}
    from asked a join tube t on t.sweep_id = a.sweep_id and t.id = a.tube_id
    join instrument i on i.id = ${instrumentId} ${db.unsafe(standing)}
      -- of a plate that is asked for, only what still stands there
      and (s.barcode = any(${arrayLiteral([...codes])}::text::text[]) or t.code = any(${arrayLiteral([...codes])}::text::text[]))
    limit ${MAX_WORK_ORDERS}`;
}

async function tubesByTime(
  db: Executor,
  instrumentId: number,
  { receivedFrom, receivedTo }: { receivedFrom: number; receivedTo: number },
): Promise<TubeRow[]> {
  return db<TubeRow[]>`
    with asked as (
      select t.sweep_id, t.id as tube_id from instrument i
      join sweep sw on (sw.id < 0) = (i.id < 0) and sw.closed_at is null
      cross join lateral (
        select sweep_id, id from tube where sweep_id = sw.id and laboratory_id = i.laboratory_id and state = 'received'
          and received_at >= ${momentText(receivedFrom)}::text::timestamptz
          and received_at <= ${momentText(receivedTo)}::text::timestamptz
        order by received_at limit ${MAX_WORK_ORDERS}) t
      where i.id = ${instrumentId})
    select ${db.unsafe(columns)}
    from asked a join tube t on t.sweep_id = a.sweep_id and t.id = a.tube_id
    join instrument i on i.id = ${instrumentId} ${db.unsafe(standing)}
    order by t.received_at, t.id limit ${MAX_WORK_ORDERS}`;
}

/** A control is called after its plate, `NC-<barcode>`: it is found by its own code too. */
async function controlsByCode(
  db: Executor,
  instrumentId: number,
  codes: readonly string[],
): Promise<FoundOrder[]> {
  const rows = await db<TubeRow[]>`
    select w.code, '' as purpose, 0 as "memberCount", p.sweep_id as "sweepId", p.id as "plateId",
      p.barcode as "plateBarcode", w.well, p.kit_id as "kitId", p.kit_version as "kitVersion", k.definition as kit
    from instrument i
    join plate p on p.laboratory_id = i.laboratory_id and (p.sweep_id < 0) = (i.id < 0)
      and p.barcode = any(${arrayLiteral([...codes, ...platesOfControls(codes)])}::text::text[])
    join well w on w.sweep_id = p.sweep_id and w.plate_id = p.id and w.kind like '%-control'
    join kit k on k.id = p.kit_id and k.version = p.kit_version
    where i.id = ${instrumentId}
      and (p.barcode = any(${arrayLiteral([...codes])}::text::text[]) or w.code = any(${arrayLiteral([...codes])}::text::text[]))
      and exists (
        select from well o join tube t on t.sweep_id = o.sweep_id and t.id = o.tube_id
        where o.sweep_id = p.sweep_id and o.plate_id = p.id and t.state = 'plated' and not t.held
          and not exists (
            select from well later join plate q on q.id = later.plate_id
            where later.sweep_id = t.sweep_id and later.tube_id = t.id
              and (q.laid_out_at, q.id) > (p.laid_out_at, p.id)))`;
  return rows.map((row) => ({ ...orderOf(row), role: 'control' as const, memberCount: null }));
}

const platesOfControls = (codes: readonly string[]) =>
  codes.flatMap((code) => /^(?:NC|PC|EC)-(.+)$/s.exec(code)?.[1] ?? []);

function orderOf(row: TubeRow): FoundOrder {
  const { code, purpose, memberCount, sweepId, plateId, plateBarcode, well, kitId, kitVersion, kit } = row;
  return {
    code,
    role: memberCount > 1 ? 'pool' : 'single',
    memberCount,
    sweepId,
    place:
      plateId !== null && plateBarcode !== null && well !== null ? { plateId, plateBarcode, well } : null,
    kit:
      kitId !== null && kitVersion !== null
        ? { id: kitId, version: kitVersion, targets: (kit?.targets ?? []).map(({ name }) => name) }
        : null,
    priority: priorityOf(purpose),
  };
}

/** Plates apart, column by column as wells are filled; tubes without a plate last, as they were found. */
function inWellOrder(one: FoundOrder, other: FoundOrder): number {
  if (one.place === null || other.place === null)
    return Number(one.place === null) - Number(other.place === null);
  const plates = one.place.plateBarcode.localeCompare(other.place.plateBarcode);
  return plates === 0 ? columnwise(one.place.well) - columnwise(other.place.well) : plates;
}
const columnwise = (well: string) => Number(well.slice(1)) * 100 + well.charCodeAt(0);
