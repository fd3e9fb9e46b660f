import type { ControlKind } from '#lis/domain';
import { arrayLiteral, type Executor, type Transaction } from '#lis/persistence';
import type { FileLayout, KnownReading, KnownRun, LayoutWell } from './file-layout.js';

export type Said = { plateBarcode?: string; runNumber?: string; targetsByDye?: Record<string, string> };
export type FileRow = {
  id: number;
  instrumentId: number;
  laboratoryId: number;
  serial: string;
  name: string;
  body: Buffer;
  bodyHash: Buffer;
  source: 'upload' | 'folder';
  state: 'waiting' | 'accepted' | 'refused';
  refusal: Record<string, string | number> | null;
  said: Said;
  answer: unknown;
  targetsByDye: Record<string, string>;
};

/** A file with its instrument's laboratory and settings; locked when it is to be changed. */
export async function readFileRow(tx: Executor, id: string, forUpdate = false): Promise<FileRow | undefined> {
  const [row] = await tx<FileRow[]>`
    select f.id, f.instrument_id as "instrumentId", i.laboratory_id as "laboratoryId", i.serial, f.name, f.body,
      f.body_hash as "bodyHash", f.source, f.state, f.refusal, f.said, f.answer,
      coalesce(s.targets_by_dye, '{}') as "targetsByDye"
    from instrument_file f join instrument i on i.id = f.instrument_id
    left join instrument_file_setting s on s.instrument_id = f.instrument_id
    where f.id = ${id}::text::bigint ${forUpdate ? tx`for update of f` : tx``}`;
  return row;
}

/** The plates of a laboratory among the barcodes. */
export async function readLayouts(
  tx: Executor,
  laboratoryId: number,
  barcodes: readonly string[],
): Promise<FileLayout[]> {
  const plates = await tx<Omit<FileLayout, 'wells'>[]>`
    select p.id as "plateId", p.barcode, p.sweep_id as "sweepId", s.time_zone as "timeZone", k.definition as kit
    from plate p join sweep s on s.id = p.sweep_id join kit k on k.id = p.kit_id and k.version = p.kit_version
    where p.barcode = any(${arrayLiteral(barcodes)}::text::text[]) and p.laboratory_id = ${laboratoryId}`;
  return Promise.all(
    plates.map(async (plate) => {
      const rows = await tx<{ well: string; kind: string; code: string | null }[]>`
        select well, kind, code from well where sweep_id = ${plate.sweepId} and plate_id = ${plate.plateId}
        order by substring(well, 2)::int, well`;
      const wells = rows.map(({ well, kind, code }): [string, LayoutWell] => {
        const control = kind.endsWith('-control') ? (kind.replace('-control', '') as ControlKind) : null;
        return [well, { well, control, isSample: kind === 'sample', code }];
      });
      return { ...plate, wells: new Map(wells) };
    }),
  );
}

/** The runs of a plate on an instrument: those with readings, and those that other files have opened. */
export async function readKnownRuns(
  tx: Executor,
  instrumentId: number,
  layout: FileLayout,
): Promise<KnownRun[]> {
  const rows = await tx<KnownRun[]>`
    select run_number as "runNumber", min(seen) as "from", max(seen) as "to" from (
      select r.run_number, g.observed_at as seen from run r
      left join reading g on g.sweep_id = r.sweep_id and g.run_id = r.id
      where r.plate_id = ${layout.plateId} and r.instrument_id = ${instrumentId} and r.sweep_id = ${layout.sweepId}
      union all
      select run_number, observed_at from instrument_file
      where plate_id = ${layout.plateId} and instrument_id = ${instrumentId} and state = 'accepted') runs
    group by run_number order by run_number`;
  return [...rows];
}

/** The final readings of a run; of a target that was read more than once the last. */
export async function readKnownReadings(
  tx: Executor,
  instrumentId: number,
  layout: FileLayout,
  runNumber: string,
): Promise<KnownReading[]> {
  const rows = await tx<KnownReading[]>`
    select distinct on (g.well, g.target) g.well, g.target, g.ct from run r
    join reading g on g.sweep_id = r.sweep_id and g.run_id = r.id
    where r.plate_id = ${layout.plateId} and r.instrument_id = ${instrumentId} and r.run_number = ${runNumber}
      and r.sweep_id = ${layout.sweepId} and g.status <> 'P'
    order by g.well, g.target, g.observed_at desc`;
  return [...rows];
}

export type NewFile = {
  instrumentId: number;
  name: string;
  body: Buffer;
  bodyHash: Buffer;
  source: 'upload' | 'folder';
  refusal: Record<string, string | number> | null;
  at: number;
  by: string;
};

/** The id of the file and whether these bytes are new for this instrument. */
export async function insertFile(tx: Transaction, file: NewFile): Promise<{ id: number; isNew: boolean }> {
  const [made] = await tx<{ id: number }[]>`
    insert into instrument_file (instrument_id, name, body_hash, body, source, state, refusal, received_at, received_by)
    values (${file.instrumentId}, ${file.name}, ${file.bodyHash}, ${file.body}, ${file.source},
      ${file.refusal === null ? 'waiting' : 'refused'}, ${file.refusal && JSON.stringify(file.refusal)}::text::jsonb,
      ${file.at}, ${file.by})
    on conflict (instrument_id, body_hash) do nothing returning id`;
  if (made) return { id: made.id, isNew: true };
  const [known] = await tx<{ id: number }[]>`
    select id from instrument_file where instrument_id = ${file.instrumentId} and body_hash = ${file.bodyHash}`;
  if (!known) throw new Error('instrument-file-gone');
  return { id: known.id, isNew: false };
}
