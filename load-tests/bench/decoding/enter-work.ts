import { createHash } from 'node:crypto';
import { canonicalText, demoKit } from '#lis/domain';
import type { Db } from '#lis/persistence';
import { benchBatches, benchSettings } from './bench-batches.js';

type Place = { sweepId: number; sealedAt: number };

/** `count` of the bench's batches, from the one that is named, as the api leaves them, each with its outbox row. */
export async function enterBenchBatches(
  owner: Db,
  { sweepId, sealedAt }: Place,
  from: number,
  count: number,
) {
  const batches = benchBatches(from + count).slice(from);
  const [first] = batches;
  if (!first) return;
  const { design } = first;
  await owner`
    insert into actor (id, kind, role, name, laboratory_id) values (-102, 'staff', 'technician', 'technician', -101)
    on conflict do nothing`;
  await owner`insert into pool_design values (${design.hash}, ${design.id}, ${design.family}, 384, 48, ${design.text})
    on conflict do nothing`;
  const settingsHash = createHash('sha256').update(canonicalText(benchSettings)).digest();
  const ids = batches.map(({ batchId }) => batchId);
  await owner`
    insert into specimen_batch (id, sweep_id, laboratory_id, name, content_hash, design_hash, design_id, settings, settings_hash,
      specimens, entered_by, entered_at)
    select id, ${sweepId}, -101, 'B' || id, '', ${design.hash}, ${design.id}, ${JSON.stringify(benchSettings)}::text::jsonb,
      ${settingsHash}, 384, -102, ${sealedAt} from unnest(${ids}::int[]) as b (id)`;
  const pools = batches.map(({ readings }) =>
    JSON.stringify(readings.outcomes.map((outcome) => ({ outcome }))),
  );
  await owner`
    insert into batch_readings (batch_id, version, pools, control_failed, content_hash, measured_at, entered_by, origin, entered_at)
    select id, 1, pools::jsonb, false, '', ${sealedAt}, -102, 'bench', ${sealedAt}
    from unnest(${ids}::int[], ${pools}::text[]) as r (id, pools)`;
  await owner`
    insert into outbox (topic, sweep_id, payload)
    select 'specimen-batch', ${sweepId}, jsonb_build_object('batchId', id, 'version', 1) from unnest(${ids}::int[]) as b (id)`;
}

/** Called, negative wells of accepted runs, 94 on a plate, as interpretation leaves them; an outbox row a plate. */
export async function enterBenchPools(owner: Db, { sweepId, sealedAt }: Place, count: number) {
  await owner`
    insert into kit (id, version, definition) values (${demoKit.id}, ${demoKit.version}, ${JSON.stringify(demoKit)}::text::jsonb)
    on conflict do nothing`;
  await owner`
    insert into tube (sweep_id, id, code, purpose, site_id, device_id, session_id, sealed_at, registered_at, policy_version,
      capacity, member_count, outcome, flags, state, laboratory_id, received_at, plated_at)
    select ${sweepId}, md5('tube' || n)::uuid, 'SW' || n, 'screening', -101, -101, gen_random_uuid(), ${sealedAt}, ${sealedAt}, 1,
      10, 10, 'accepted', '{}', 'plated', -101, ${sealedAt}, ${sealedAt} from generate_series(0, ${count - 1}::int) n`;
  const plates = Math.ceil(count / 94);
  await owner`
    insert into plate (sweep_id, id, barcode, laboratory_id, kit_id, kit_version, laid_out_by, laid_out_at)
    select ${sweepId}, md5('plate' || p)::uuid, 'P' || p, -101, ${demoKit.id}, ${demoKit.version}, -102, ${sealedAt}
    from generate_series(0, ${plates - 1}::int) p`;
  await owner`
    insert into run (sweep_id, plate_id, instrument_id, run_number, state, opened_at, judged_at)
    select ${sweepId}, md5('plate' || p)::uuid, -101, 'R' || p, 'accepted', ${sealedAt}, ${sealedAt}
    from generate_series(0, ${plates - 1}::int) p`;
  const wells = owner`
    select n, 'W' || n % 94 as well, md5('tube' || n)::uuid as tube_id, md5('plate' || n / 94)::uuid as plate_id
    from generate_series(0, ${count - 1}::int) n`;
  await owner`
    insert into well select ${sweepId}, plate_id, well, 'sample', 'SW' || n, tube_id from (${wells}) w`;
  await owner`
    insert into well_call select ${sweepId}, r.id, well, tube_id, 'negative', '{}', 'kit@1', ${sealedAt}
    from (${wells}) w join run r on r.plate_id = w.plate_id`;
  await owner`
    insert into outbox (topic, sweep_id, payload)
    select 'calls', ${sweepId}, jsonb_build_object('runId', run_id::text, 'wells', jsonb_agg(well)) from well_call group by run_id`;
}
