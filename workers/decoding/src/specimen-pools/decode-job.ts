import { OutboxBatch, SpecimenBatchTopic } from '#lis/contracts';
import { holdOffers, readKeptBatches, readOutbox } from '#lis/persistence';
import { type Context, consumeOutbox } from '#lis/platform';
import type { BatchThreads } from './batch-threads.js';
import { decodeKeptBatches, type Patience } from './decode-kept-batches.js';
import { keepDecodes, keyOf } from './keep-decodes.js';

/** An offer lasts 5 s: while a job is at work, its rows are not offered again. */
const holdMs = 2000;

/**
 * Does jobs of batches. They are decoded before the transaction that keeps them: seconds of search would otherwise hold its
 * rows, and the sealing of the audit, which waits for the oldest transaction. A process that dies in between has written nothing,
 * and its rows are offered again 5 s later; whoever decoded what another has kept meanwhile finds its rows gone. A row that waits
 * long is offered in several jobs: what another job of this process works on is left to it.
 */
export function decodeJobs(
  context: Pick<Context, 'db' | 'clock' | 'keys' | 'configuration'>,
  threads: BatchThreads,
  topic: string,
  patience?: Patience,
): (data: unknown) => Promise<void> {
  const { db } = context;
  const atWork = new Set<string>();
  const decode = async (outboxIds: string[]) => {
    const rows = await readOutbox(db, topic, outboxIds);
    const asked = rows.flatMap(({ payload }) => SpecimenBatchTopic.safeParse(payload).data ?? []);
    const decoded = await decodeKeptBatches(threads, await readKeptBatches(db, asked), patience);
    const byKey = new Map(decoded.map((one) => [keyOf(one.batch), one]));
    await consumeOutbox(context, topic, { outboxIds }, (tx, taken) => keepDecodes(context, tx, taken, byKey));
  };
  return async (data) => {
    const outboxIds = OutboxBatch.parse(data).outboxIds.filter((id) => !atWork.has(id));
    if (outboxIds.length === 0) return;
    for (const id of outboxIds) atWork.add(id);
    const hold = () => holdOffers(db, topic, outboxIds).catch(() => undefined);
    const timer = setInterval(() => void hold(), holdMs);
    try {
      await decode(outboxIds);
    } finally {
      clearInterval(timer);
      for (const id of outboxIds) atWork.delete(id);
    }
  };
}
