import { OutboxBatch } from '#lis/contracts';
import { LabRuleViolation } from '#lis/domain';
import {
  askAttention,
  finishOutbox,
  isCrossed,
  isUnavailable,
  type OutboxRow,
  postponeOutbox,
  takeOutbox,
  type Transaction,
} from '#lis/persistence';
import type { Context } from '../context.js';

export type OutboxHandler = (tx: Transaction, rows: OutboxRow[]) => Promise<void>;

/**
 * Does a job: locks its outbox rows, lets the handler write its effect, and deletes the rows, all in one
 * transaction. When a batch fails, its rows are tried one by one, so that one poisoned row never holds its
 * neighbours; a broken rule goes to the visible list, anything else is tried again later.
 */
export async function consumeOutbox(
  context: Context,
  topic: string,
  data: unknown,
  handle: OutboxHandler,
): Promise<void> {
  const { outboxIds } = OutboxBatch.parse(data);
  const attempt = (ids: string[]) =>
    context.db.begin(async (tx) => {
      const rows = await takeOutbox(tx, topic, ids);
      if (rows.length === 0) return;
      await handle(tx, rows);
      await finishOutbox(
        tx,
        rows.map(({ id }) => id),
      );
    });
  try {
    await attempt(outboxIds);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    for (const id of outboxIds) {
      try {
        await attempt([id]);
      } catch (failure) {
        if (isUnavailable(failure)) throw failure;
        await setAside(context, topic, id, failure);
      }
    }
  }
}

async function setAside({ db, clock }: Context, topic: string, id: string, failure: unknown): Promise<void> {
  const broken = failure instanceof LabRuleViolation;
  const reason = broken ? failure.code : isCrossed(failure) ? 'crossed' : describe(failure);
  await db.begin(async (tx) => {
    const [row] = await takeOutbox(tx, topic, [id]);
    if (!row) return;
    // five quick tries, then a person is told; the row stays and is tried on
    const stuck = broken || row.attempts === 5;
    await postponeOutbox(tx, [row.id], reason, broken);
    if (!stuck) return;
    const at = clock.now(row.sweepId < 0 ? 'drill' : 'real');
    await askAttention(tx, [
      { sweepId: row.sweepId, code: `job-${topic}`, subject: `outbox:${id}`, detail: { reason }, at },
    ]);
  });
}

/** Never the error's own text: a database error may quote a value. */
function describe(failure: unknown): string {
  if (typeof failure === 'object' && failure !== null && 'code' in failure)
    return `code ${String(failure.code)}`;
  return failure instanceof Error ? failure.name : 'unknown';
}
