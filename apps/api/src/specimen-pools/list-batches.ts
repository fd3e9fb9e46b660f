import type { SpecimenBatches, SpecimenBatchesQuery } from '#lis/contracts';
import { momentText } from '#lis/domain';
import type { Db } from '#lis/persistence';
import type { Actor } from '#lis/platform';
import { type DecodeRow, decodeColumns, splitDecode } from './decode-columns.js';

type Row = DecodeRow & {
  batchId: number;
  name: string;
  sweepId: number;
  designId: string;
  specimens: number;
  version: number;
  enteredAt: number;
};

/** The batches of an actor's laboratory, the latest first, with the decode of their latest readings. */
export async function listBatches(
  db: Db,
  actor: Actor,
  query: SpecimenBatchesQuery,
): Promise<SpecimenBatches> {
  const { before = null, limit } = query;
  const laboratory = actor.laboratoryId ?? 0;
  const rows = await db<Row[]>`
    select b.id as "batchId", b.name, b.sweep_id as "sweepId", b.design_id as "designId", b.specimens, r.version,
      b.entered_at as "enteredAt", ${decodeColumns(db)}
    from specimen_batch b
    cross join lateral (
      select version from batch_readings r where r.batch_id = b.id order by version desc limit 1) r
    left join batch_decode d on d.sweep_id = b.sweep_id and d.batch_id = b.id and d.version = r.version
    where b.laboratory_id = ${laboratory} and (${before}::int is null or (b.entered_at, abs(b.id)) <
      (select entered_at, abs(id) from specimen_batch where id = ${before}::int and laboratory_id = ${laboratory}))
    order by b.entered_at desc, abs(b.id) desc limit ${limit}`;
  return {
    batches: rows.map((row) => ({
      ...{ batchId: row.batchId, name: row.name, sweepId: row.sweepId, designId: row.designId },
      ...{ specimens: row.specimens, version: row.version, enteredAt: momentText(row.enteredAt) },
      decode: splitDecode(row),
    })),
    next: rows.length === limit ? (rows.at(-1)?.batchId ?? null) : null,
  };
}
