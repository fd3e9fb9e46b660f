import type { CorrectBatchReadingsRequest, DecodeSettings } from '#lis/contracts';
import { type KeptDesign, readDesignText } from '#lis/domain';
import { type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { checkReadings } from './check-against-design.js';
import { contentHash, keepReadings } from './keep-readings.js';
import { refuseOther } from './refuse-other.js';

type Batch = KeptDesign & { batchId: number; sweepId: number; settings: DecodeSettings };

/**
 * The next version of a batch's readings: it has a decode of its own, and those before stay as they were. Sent again: the first
 * answer; the same version with other readings is refused.
 * @throws Rejection 404 `batch-unknown`, `instrument-unknown`; 400 `readings-do-not-fit`; 409 `version-not-next`, `batch-differs`
 */
export async function correctReadings(
  { db, clock }: Context,
  actor: Actor,
  { name, version, reason, readings }: CorrectBatchReadingsRequest,
): Promise<{ outcome: 'entered' | 'replayed'; version: number }> {
  const at = clock.now(actor.realm);
  const hash = contentHash(readings);
  const work = async (tx: Transaction) => {
    // held, so that two corrections at once come one after the other
    const [batch] = await tx<Batch[]>`
      select b.id as "batchId", b.sweep_id as "sweepId", b.settings, d.id, d.family, d.hash, d.body as text
      from specimen_batch b join pool_design d on d.hash = b.design_hash and d.id = b.design_id
      where b.laboratory_id = ${actor.laboratoryId ?? 0} and b.name = ${name}`;
    if (!batch) throw new Rejection(404, 'batch-unknown');
    await tx`select pg_advisory_xact_lock(hashtextextended('specimen-batch', ${batch.batchId}))`;
    const kept = await tx<{ version: number; isSame: boolean }[]>`
      select version, content_hash = ${hash} as "isSame" from batch_readings where batch_id = ${batch.batchId}
      order by version desc`;
    const same = kept.find((one) => one.version === version);
    if (same) return { batch, outcome: same.isSame ? ('replayed' as const) : ('differs' as const) };
    if (version !== (kept[0]?.version ?? 0) + 1)
      throw new Rejection(409, 'version-not-next', { latest: kept[0]?.version ?? 0 });
    checkReadings(readDesignText(batch), batch.settings, readings);
    await keepReadings(tx, actor, batch, version, readings, reason, at);
    await writeAudit(tx, [
      {
        ...{ at, sweepId: batch.sweepId, actor: actor.name, origin: actor.origin },
        ...{ action: 'specimen-readings-corrected', subject: `specimen-batch:${batch.batchId}` },
        detail: { version, reason },
      },
    ]);
    return { batch, outcome: 'entered' as const };
  };
  const { batch, outcome } = await db.begin(work);
  if (outcome === 'differs') return refuseOther(db, actor, { ...batch, version }, hash, at);
  return { outcome, version };
}
