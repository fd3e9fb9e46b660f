import { randomUUID } from 'node:crypto';
import { demoKit, WELLS } from '#lis/domain';
import { profileOf } from '#lis/hl7';
import { arrayLiteral, type Db } from '#lis/persistence';
import type { BenchDatabase } from '../../load-tests/bench/bench-database.js';
import { openBenchSweep } from '../../load-tests/bench/registration/bench-sweep.js';
import { cartridgeKey } from './numbered-cartridge.js';
import { placeOf } from './numbered-message.js';

const laboratoryId = -101;
const technicianId = -102;

/** The sweep of numbered messages, their kit, and beside the bench's analyser one that speaks ASTM, with its cartridges. */
export async function openNumberedSweep(database: BenchDatabase): Promise<{ sweepId: number }> {
  const { owner } = database;
  const { sweepId, sealedAt } = await openBenchSweep(database);
  await owner`
    insert into actor (id, kind, role, name, laboratory_id)
    values (${technicianId}, 'staff', 'technician', 'technician', ${laboratoryId})`;
  const cartridge = {
    ...demoKit,
    id: 'cartridge',
    internalControls: true,
    controls: [],
    targets: demoKit.targets.map((target) => (target.name === 'ORF1AB' ? { ...target, name: 'E' } : target)),
  };
  for (const kit of [demoKit, cartridge])
    await owner`
      insert into kit (id, version, definition)
      values (${kit.id}, ${kit.version}, ${JSON.stringify(kit)}::text::jsonb)`;
  const profile = {
    ...profileOf('genexpert-astm'),
    version: 2,
    kit: { id: cartridge.id, version: cartridge.version },
  };
  await owner`
    insert into sender_profile values ('drill', 'genexpert-astm', 2, ${JSON.stringify(profile)}::text::jsonb,
      ${technicianId}, ${sealedAt})`;
  await owner`
    insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, profile_id,
      profile_version, protocol, identified_by)
    values (-102, ${laboratoryId}, 'SN-ASTM', 'HOSPITAL', 'GeneXpert', 'genexpert-astm', 2, 'astm', 'connection')`;
  return { sweepId };
}

/** The tubes of the first `messages` and `cartridges`, received, and the plates on which those of the messages stand. */
export async function layOutNumbered(
  owner: Db,
  sweepId: number,
  { messages, cartridges }: { messages: number; cartridges: number },
): Promise<void> {
  // the last plate is laid out to its end, though not all of it was measured
  const wells = Array.from({ length: Math.ceil(messages / WELLS.length) * WELLS.length }, (_, n) => ({
    ...placeOf(n),
    tubeId: randomUUID(),
  }));
  const samples = wells.filter(({ control }) => control === null);
  const loose = Array.from({ length: cartridges }, (_, n) => ({
    code: cartridgeKey(n),
    tubeId: randomUUID(),
  }));
  await receive(owner, sweepId, samples, 'plated');
  await receive(owner, sweepId, loose, 'received');
  const plates = [...new Set(wells.map(({ barcode }) => barcode))];
  await owner`
    insert into plate (sweep_id, id, barcode, laboratory_id, kit_id, kit_version, laid_out_by, laid_out_at)
    select ${sweepId}, gen_random_uuid(), barcode, ${laboratoryId}, ${demoKit.id}, ${demoKit.version}, ${technicianId},
      '2030-01-01T00:00Z' from unnest(${arrayLiteral(plates)}::text::text[]) as p (barcode)`;
  await owner`
    insert into well (sweep_id, plate_id, well, kind, code, tube_id)
    select ${sweepId}, p.id, w.well, w.kind, w.code, w.tube_id from unnest(
      ${arrayLiteral(wells.map(({ barcode }) => barcode))}::text::text[],
      ${arrayLiteral(wells.map(({ well }) => well))}::text::text[],
      ${arrayLiteral(wells.map(({ control }) => (control === null ? 'sample' : `${control}-control`)))}::text::text[],
      ${arrayLiteral(wells.map(({ code }) => code))}::text::text[],
      ${arrayLiteral(wells.map(({ control, tubeId }) => (control === null ? tubeId : null)))}::text::uuid[])
      as w (barcode, well, kind, code, tube_id) join plate p on p.barcode = w.barcode`;
}

async function receive(
  owner: Db,
  sweepId: number,
  tubes: readonly { code: string; tubeId: string }[],
  state: 'received' | 'plated',
): Promise<void> {
  const given = owner`unnest(${arrayLiteral(tubes.map(({ code }) => code))}::text::text[],
    ${arrayLiteral(tubes.map(({ tubeId }) => tubeId))}::text::uuid[]) as t (code, id)`;
  await owner`insert into tube_code select code, id, ${sweepId}, '' from ${given}`;
  await owner`
    insert into tube (sweep_id, id, code, purpose, site_id, device_id, session_id, sealed_at, registered_at,
      policy_version, capacity, member_count, outcome, flags, state, laboratory_id, handed_over_at, received_at)
    select ${sweepId}, id, code, 'screening', -101, -101, gen_random_uuid(), '2030-01-01Z', '2030-01-01Z', 1, 10, 10,
      'accepted', '{}', ${state}, ${laboratoryId}, '2030-01-01Z', '2030-01-01Z' from ${given}`;
}
