import { randomUUID } from 'node:crypto';
import type { KitDefinition } from '#lis/domain';
import { momentText } from '#lis/domain';
import { type Transaction, writeAudit } from '#lis/persistence';
import type { SentTube } from './tubes.queries.js';

/** One measurement of a sample-to-answer analyser: it has no plate, and the records want one. */
export type PlateToMake = {
  barcode: string;
  laboratoryId: number;
  kit: { id: string; version: number };
  tube: SentTube & { id: string; sweepId: number };
  at: number;
};

/** The well of a plate that has only one. */
export const ONLY_WELL = 'A1';

/** A kit that measures without control wells, or null when it is not entered or needs them. */
export async function readCartridgeKit(
  tx: Transaction,
  kit: { id: string; version: number } | null,
): Promise<KitDefinition | null> {
  if (kit === null) return null;
  const [row] = await tx<{ definition: KitDefinition }[]>`
    select definition from kit where id = ${kit.id} and version = ${kit.version}`;
  return row?.definition.internalControls === true ? row.definition : null;
}

/** Makes a plate of one well and moves its tube to `plated`; the tube is locked and free. */
export async function makePlate(tx: Transaction, { barcode, laboratoryId, kit, tube, at }: PlateToMake) {
  const id = randomUUID();
  const moment = momentText(at);
  await tx`
    insert into plate (sweep_id, id, barcode, laboratory_id, kit_id, kit_version, laid_out_by, laid_out_at)
    values (${tube.sweepId}, ${id}, ${barcode}, ${laboratoryId}, ${kit.id}, ${kit.version}, null,
      ${moment}::text::timestamptz)`;
  await tx`
    insert into well (sweep_id, plate_id, well, kind, code, tube_id)
    values (${tube.sweepId}, ${id}, ${ONLY_WELL}, 'sample', ${tube.code}, ${tube.id})`;
  await tx`
    update tube set state = 'plated', plated_at = ${moment}::text::timestamptz
    where sweep_id = ${tube.sweepId} and id = ${tube.id} and state = 'received'`;
  await writeAudit(tx, [
    {
      at,
      sweepId: tube.sweepId,
      actor: 'system:interpretation',
      origin: 'worker',
      action: 'plate-made',
      subject: `plate:${id}`,
      detail: { barcode, kit: `${kit.id}@${kit.version}` },
    },
  ]);
}
