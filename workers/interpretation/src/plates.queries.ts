import type { ControlKind, KitDefinition } from '#lis/domain';
import { arrayLiteral, type Executor } from '#lis/persistence';

export type LaidOutWell = {
  well: string;
  /** null: a tube's or a blind specimen's well */
  control: ControlKind | null;
  isSample: boolean;
  code: string | null;
  tubeId: string | null;
};
export type Plate = {
  id: string;
  barcode: string;
  sweepId: number;
  timeZone: string;
  kit: KitDefinition;
  wells: Map<string, LaidOutWell>;
  /** tube code → well */
  wellOfCode: Map<string, string>;
};
type WellRow = { plateId: string; well: string; kind: string; code: string | null; tubeId: string | null };

/** The plates of a batch with their layouts and kits, by barcode: two queries whatever their number. */
export async function readPlates(tx: Executor, barcodes: readonly string[]): Promise<Map<string, Plate>> {
  const found = await tx<Omit<Plate, 'wells' | 'wellOfCode'>[]>`
    select p.id, p.barcode, p.sweep_id as "sweepId", s.time_zone as "timeZone", k.definition as kit
    from plate p join sweep s on s.id = p.sweep_id join kit k on k.id = p.kit_id and k.version = p.kit_version
    where p.barcode = any(${arrayLiteral([...barcodes])}::text::text[])`;
  if (found.length === 0) return new Map();
  const rows = await tx<WellRow[]>`
    select plate_id as "plateId", well, kind, code, tube_id as "tubeId" from well
    where (sweep_id, plate_id) in (select * from unnest(
      ${arrayLiteral(found.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(found.map(({ id }) => id))}::text::uuid[]))`;
  const plates = new Map<string, Plate>();
  for (const plate of found) plates.set(plate.id, { ...plate, wells: new Map(), wellOfCode: new Map() });
  for (const { plateId, well, kind, code, tubeId } of rows) {
    const plate = plates.get(plateId);
    const control = kind.endsWith('-control') ? (kind.replace('-control', '') as ControlKind) : null;
    plate?.wells.set(well, { well, control, isSample: kind === 'sample', code, tubeId });
    if (code !== null && control === null) plate?.wellOfCode.set(code, well);
  }
  return new Map([...plates.values()].map((plate) => [plate.barcode, plate]));
}
