import { randomUUID } from 'node:crypto';
import { WELLS } from '#lis/domain';
import type { Db } from '#lis/persistence';
import type { Laboratory } from './laboratory.builder.js';
import type { BuiltTube } from './tube.builder.js';

let drawn = 0;

/** Enters a plate as plating leaves it: the tubes column by column from A1 on, plated, and two controls. */
export async function enterPlate(
  owner: Db,
  { sweepId, laboratoryId, technicianId }: Laboratory,
  tubes: readonly BuiltTube[],
  laidOutAt = '2030-01-01T04:00Z',
): Promise<{ id: string; barcode: string }> {
  const id = randomUUID();
  const barcode = `PLATE${++drawn}`;
  await owner`
    insert into plate values (${sweepId}, ${id}, ${barcode}, ${laboratoryId}, 'test-kit', 1, ${technicianId}, ${laidOutAt})`;
  await owner`
    insert into well (sweep_id, plate_id, well, kind, code, tube_id)
    select ${sweepId}, ${id}::uuid, * from unnest(
      ${[...tubes.map((_, index) => WELLS[index] ?? ''), 'A12', 'H12']}::text[],
      ${[...tubes.map(() => 'sample'), 'negative-control', 'positive-control']}::text[],
      ${[...tubes.map(({ code }) => code), `NC-${barcode}`, `PC-${barcode}`]}::text[],
      ${[...tubes.map(({ tubeId }) => tubeId), null, null]}::uuid[])`;
  await owner`
    update tube set state = 'plated', plated_at = ${laidOutAt} where sweep_id = ${sweepId}
      and id = any(${tubes.map(({ tubeId }) => tubeId)}::uuid[])`;
  return { id, barcode };
}
