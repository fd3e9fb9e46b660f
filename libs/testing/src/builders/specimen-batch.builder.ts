import { createHash } from 'node:crypto';
import {
  canonicalText,
  type DecoderSettings,
  designHash,
  designText,
  type KeptPool,
  type PoolDesign,
} from '#lis/domain';
import { type Db, writeOutbox } from '#lis/persistence';
import type { Laboratory } from './laboratory.builder.js';

let drawn = 0;

/** Enters batches as the api leaves them, to be decoded; their specimens are tubes that nobody registered. */
export async function enterSpecimenBatches(
  owner: Db,
  { sweepId, laboratoryId, technicianId }: Laboratory,
  design: PoolDesign,
  settings: DecoderSettings,
  batches: readonly (readonly KeptPool[])[],
): Promise<number[]> {
  await owner`
    insert into pool_design values (${designHash(design)}, ${design.id}, ${design.family}, ${design.specimens},
      ${design.pools}, ${designText(design)}) on conflict do nothing`;
  const settingsHash = createHash('sha256').update(canonicalText(settings)).digest();
  const ids: number[] = [];
  for (const pools of batches) {
    const id = Math.sign(sweepId) * (1_000_000 + ++drawn);
    await owner`
      insert into specimen_batch (id, sweep_id, laboratory_id, name, content_hash, design_hash, design_id, settings,
        settings_hash, specimens, entered_by, entered_at)
      values (${id}, ${sweepId}, ${laboratoryId}, ${`BATCH${id}`}, '', ${designHash(design)}, ${design.id},
        ${JSON.stringify(settings)}::text::jsonb, ${settingsHash}, ${design.specimens}, ${technicianId}, '2030-01-01T04:00Z')`;
    await owner`
      insert into batch_specimen (sweep_id, batch_id, place, tube_id, code)
      select ${sweepId}, ${id}, n, gen_random_uuid(), 'S' || ${id}::int || '-' || n from generate_series(0, ${design.specimens - 1}) n`;
    ids.push(id);
    await enterReadings(owner, { sweepId, technicianId }, id, 1, pools);
  }
  return ids;
}

/** Enters a version of a batch's readings, to be decoded. */
export async function enterReadings(
  owner: Db,
  { sweepId, technicianId }: Pick<Laboratory, 'sweepId' | 'technicianId'>,
  batchId: number,
  version: number,
  pools: readonly KeptPool[],
): Promise<void> {
  await owner`
    insert into batch_readings (batch_id, version, pools, control_failed, content_hash, measured_at, entered_by, origin,
      entered_at, reason)
    values (${batchId}, ${version}, ${JSON.stringify(pools)}::text::jsonb, false, '', '2030-01-01T05:00Z', ${technicianId},
      '127.0.0.1', '2030-01-01T06:00Z', ${version === 1 ? null : 'measured-again'})`;
  await writeOutbox(owner, 'specimen-batch', [{ sweepId, payload: { batchId, version } }]);
}
