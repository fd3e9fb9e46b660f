import { createHash } from 'node:crypto';
import type { jobs, OutboxBatch } from '#lis/contracts';
import { claimOutbox, type Executor } from '#lis/persistence';

export type JobKind = (typeof jobs)[keyof typeof jobs];
export type Offer = (name: string, data: OutboxBatch, jobId: string) => Promise<unknown>;

/** A queue that is away must not stop the relay: what it does not take in this time is offered again (ms). */
const patienceMs = 3000;

/**
 * Claims the due rows of one kind of job, at most one batch of them, and offers them to the queue. Gives how
 * many. The job's id is made from the rows: a batch that still waits in the queue is not put there twice.
 * @throws Error `QueueSlow` when the queue does not answer; the rows are due again 5 s after their claim
 */
export async function offerDueRows(db: Executor, kind: JobKind, offer: Offer): Promise<number> {
  const outboxIds = await claimOutbox(db, kind.topic, kind.atMost);
  if (outboxIds.length === 0) return 0;
  const digest = createHash('sha256').update(outboxIds.join(',')).digest('base64url').slice(0, 22);
  await within(patienceMs, offer(kind.name, { outboxIds }, `${kind.topic}-${digest}`));
  return outboxIds.length;
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new QueueSlow()), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // it may still fail long after it was given up
    work.catch(() => undefined);
  }
}

class QueueSlow extends Error {
  override name = 'QueueSlow';
  override message = 'the queue did not answer in time';
}
