import { type KeptBatch, type KeptDesign, type KeptPool, readingsOfPools } from '#lis/domain';
import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

export type BatchKey = { batchId: number; version: number };
type Row = Omit<KeptBatch, 'design' | 'readings'> & {
  designHash: string;
  designId: string;
  pools: KeptPool[];
  master: KeptPool['outcome'] | null;
  controlFailed: boolean;
};

/** What batches are decoded from, in the order in which they are asked for; unknown ones are left out. */
export async function readKeptBatches(db: Executor, keys: readonly BatchKey[]): Promise<KeptBatch[]> {
  if (keys.length === 0) return [];
  const rows = await db<Row[]>`
    select b.id as "batchId", r.version, b.sweep_id as "sweepId", b.design_hash as "designHash", b.design_id as "designId",
      b.settings, encode(b.settings_hash, 'hex') as "settingsHash", r.pools, r.master, r.control_failed as "controlFailed"
    from unnest(
      ${arrayLiteral(keys.map(({ batchId }) => batchId))}::text::int[],
      ${arrayLiteral(keys.map(({ version }) => version))}::text::int[]) with ordinality as k (batch_id, version, place)
    join specimen_batch b on b.id = k.batch_id
    join batch_readings r on r.batch_id = k.batch_id and r.version = k.version
    order by k.place`;
  const designs = await readKeptDesigns(db, rows);
  return rows.flatMap(({ designHash, designId, pools, master, controlFailed, ...row }) => {
    const design = designs.get(`${designHash} ${designId}`);
    return design ? [{ ...row, design, readings: readingsOfPools(pools, master, controlFailed) }] : [];
  });
}

async function readKeptDesigns(
  db: Executor,
  wanted: readonly { designHash: string; designId: string }[],
): Promise<Map<string, KeptDesign>> {
  const names = new Map(wanted.map((one) => [`${one.designHash} ${one.designId}`, one]));
  const rows = await db<KeptDesign[]>`
    select d.id, d.family, d.hash, d.body as text from unnest(
      ${arrayLiteral([...names.values()].map(({ designHash }) => designHash))}::text::text[],
      ${arrayLiteral([...names.values()].map(({ designId }) => designId))}::text::text[]) as k (hash, id)
    join pool_design d on d.hash = k.hash and d.id = k.id`;
  return new Map(rows.map((row) => [`${row.hash} ${row.id}`, row]));
}
