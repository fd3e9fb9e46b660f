import type { SpecimenCalls, SpecimenCallsQuery } from '#lis/contracts';
import type { Db } from '#lis/persistence';
import { type Actor, Rejection } from '#lis/platform';
import { type DecodeRow, decodeColumns, splitDecode } from './decode-columns.js';

type Row = DecodeRow &
  Pick<SpecimenCalls, 'batchId' | 'designId' | 'designHash' | 'version'> & { sweepId: number };

/**
 * The calls of a batch of the actor's laboratory, by codes (law 11), with the decode that they are of.
 * @throws Rejection 404 `batch-unknown`, also for a version that it has not
 */
export async function readCalls(db: Db, actor: Actor, query: SpecimenCallsQuery): Promise<SpecimenCalls> {
  const { name, version = null } = query;
  const [batch] = await db<Row[]>`
    select b.id as "batchId", b.sweep_id as "sweepId", b.design_id as "designId", b.design_hash as "designHash", r.version,
      ${decodeColumns(db)}
    from specimen_batch b
    join lateral (
      select version from batch_readings r where r.batch_id = b.id
        and (${version}::int is null or r.version = ${version}::int) order by version desc limit 1) r on true
    left join batch_decode d on d.sweep_id = b.sweep_id and d.batch_id = b.id and d.version = r.version
    where b.laboratory_id = ${actor.laboratoryId ?? 0} and b.name = ${name}`;
  if (!batch) throw new Rejection(404, 'batch-unknown');
  const { batchId, sweepId, designId, designHash } = batch;
  const calls = await db<SpecimenCalls['calls']>`
    select s.code, c.call, c.reason, c.posterior, c.negative_pools as "negativePools", c.valid_pools as "validPools", c.sole
    from specimen_call c
    join batch_specimen s on s.sweep_id = c.sweep_id and s.batch_id = c.batch_id and s.place = c.place
    where c.sweep_id = ${sweepId} and c.batch_id = ${batchId} and c.version = ${batch.version} order by c.place`;
  return {
    ...{ batchId, name, designId, designHash, version: batch.version },
    decode: splitDecode(batch),
    calls: [...calls],
  };
}
