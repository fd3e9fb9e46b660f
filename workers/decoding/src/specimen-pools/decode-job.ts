import { OutboxBatch, SpecimenBatchTopic } from '#lis/contracts';
import { holdOffers, readKeptBatches, readOutbox } from '#lis/persistence';
import { type Context, consumeOutbox } from '#lis/platform';
import type { BatchThreads } from './batch-threads.js';
import { decodeKeptBatches, type Patience } from './decode-kept-batches.js';
import { keepDecodes, keyOf } from './keep-decodes.js';

/** An offer lasts 5 s: while a job is at work, its rows are not offered again. */
const holdMs = 2000;

/**
 * A job of batches. They are decoded before the transaction that keeps them: seconds of search would otherwise hold its rows,
 * and the sealing of the audit, which waits for the oldest transaction. A process that dies in between has written nothing, and
 * its rows are offered again 5 s later; whoever decoded what another has kept meanwhile finds its rows gone.
 */
export async function decodeJob(
  context: Pick<Context, 'db' | 'clock' | 'keys' | 'configuration'>,
  threads: BatchThreads,
  topic: string,
  data: unknown,
  patience?: Patience,
): Promise<void> {
  const { outboxIds } = OutboxBatch.parse(data);
  const rows = await readOutbox(context.db, topic, outboxIds);
  const asked = rows.flatMap(({ payload }) => SpecimenBatchTopic.safeParse(payload).data ?? []);
  const batches = await readKeptBatches(context.db, asked);
  const hold = setInterval(
    () => void holdOffers(context.db, topic, outboxIds).catch(() => undefined),
    holdMs,
  );
  try {
    const decoded = await decodeKeptBatches(threads, batches, patience);
    const byKey = new Map(decoded.map((one) => [keyOf(one.batch), one]));
    await consumeOutbox(context, topic, data, (tx, taken) => keepDecodes(context, tx, taken, byKey));
  } finally {
    clearInterval(hold);
  }
}
