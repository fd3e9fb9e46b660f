import { createHash } from 'node:crypto';
import type { BatchReadingsGiven } from '#lis/contracts';
import { canonicalText } from '#lis/domain';
import { type Transaction, writeOutbox } from '#lis/persistence';
import { type Actor, Rejection } from '#lis/platform';

/** SHA-256 of a value's canonical text. */
export const contentHash = (value: unknown): Buffer =>
  createHash('sha256').update(canonicalText(value)).digest();

/**
 * Keeps a version of a batch's readings and has it decoded.
 * @throws Rejection 404 `instrument-unknown`: none of this laboratory's
 */
export async function keepReadings(
  tx: Transaction,
  actor: Actor,
  batch: { batchId: number; sweepId: number },
  version: number,
  readings: BatchReadingsGiven,
  reason: string | null,
  at: number,
): Promise<void> {
  const { batchId, sweepId } = batch;
  const { pools, master = null, controlFailed, measuredAt, instrumentSerial } = readings;
  const instruments = instrumentSerial
    ? await tx<{ id: number }[]>`
        select id from instrument where serial = ${instrumentSerial} and laboratory_id = ${actor.laboratoryId}`
    : [{ id: null }];
  const [instrument] = instruments;
  if (!instrument) throw new Rejection(404, 'instrument-unknown');
  await tx`
    insert into batch_readings (batch_id, version, pools, master, control_failed, content_hash, measured_at, instrument_id,
      entered_by, origin, entered_at, reason)
    values (${batchId}, ${version}, ${JSON.stringify(pools)}::text::jsonb, ${master}, ${controlFailed},
      ${contentHash(readings)}, ${measuredAt}::text::timestamptz, ${instrument.id}, ${actor.id}, ${actor.origin}, ${at},
      ${reason})`;
  await writeOutbox(tx, 'specimen-batch', [{ sweepId, payload: { batchId, version } }]);
}
