import { askAttention, type Db, type Transaction } from '#lis/persistence';
import { type Actor, Rejection } from '#lis/platform';

/**
 * Other content under a name that is taken: two batches may have been mistaken for one another. Nothing is overwritten, and a
 * task, one for each content, has a person look.
 * @throws Rejection 409 `batch-differs`, always
 */
export async function refuseOther(
  db: Db,
  actor: Actor,
  { batchId, sweepId, version }: { batchId: number; sweepId: number; version: number },
  hash: Buffer,
  at: number,
): Promise<never> {
  const subject = `specimen-batch:${batchId}`;
  const detail = { version, contentHash: hash.toString('hex'), by: actor.name };
  await db.begin(async (tx: Transaction) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('specimen-batch', ${batchId}))`;
    const [told] = await tx`
      select 1 from attention where closed_at is null and code = 'batch-differs' and subject = ${subject}
        and detail ->> 'contentHash' = ${detail.contentHash}`;
    if (!told) await askAttention(tx, [{ sweepId, code: 'batch-differs', subject, detail, at }]);
  });
  throw new Rejection(409, 'batch-differs');
}
