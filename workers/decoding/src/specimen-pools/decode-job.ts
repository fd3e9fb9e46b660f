import { OutboxBatch, SpecimenBatchTopic } from '#lis/contracts';
import {
  beginOutbox,
  type BegunRow,
  holdOffers,
  readBegun,
  readKeptBatches,
  setBegun,
} from '#lis/persistence';
import { type Context, consumeOutbox } from '#lis/platform';
import type { BatchThreads } from './batch-threads.js';
import { answerFailed, decodeKeptBatches, type Patience } from './decode-kept-batches.js';
import { keepDecodes, keyOf } from './keep-decodes.js';

/** An offer lasts 5 s: while a job is at work, its rows are not offered again. */
const holdMs = 2000;
/**
 * How often work on a batch may begin without an end: once among others, then alone. Whoever stops processes without asking them
 * hits one batch so often only by a rare chance; a process counts as hopeless after twenty quick deaths.
 */
const mostBegun = 8;

/**
 * Does jobs of batches. They are decoded before the transaction that keeps them: seconds of search would otherwise hold its
 * rows, and the sealing of the audit, which waits for the oldest transaction. A process that dies in between has written nothing
 * but that it began, and its rows are offered again 5 s later; whoever decoded what another has kept meanwhile finds its rows gone. A
 * row that waits long is offered in several jobs: what another job of this process works on is left to it.
 *
 * A batch at which a process died is suspected: it is decoded alone, after all others, so that it takes nothing with it, and is
 * answered by the flagged COMP(e) answer when work on it began `mostBegun` times in vain.
 */
export function decodeJobs(
  context: Pick<Context, 'db' | 'clock' | 'keys' | 'configuration'>,
  threads: BatchThreads,
  topic: string,
  patience?: Patience,
): (data: unknown) => Promise<void> {
  const { db } = context;
  const atWork = new Set<string>();
  const decode = async (rows: readonly BegunRow[], begun: number, held: Held) => {
    const ids = rows.map(({ id }) => id);
    try {
      const asked = rows.flatMap(({ payload }) => SpecimenBatchTopic.safeParse(payload).data ?? []);
      const batches = await readKeptBatches(db, asked);
      const decoded =
        begun >= mostBegun ? batches.map(answerFailed) : await decodeKeptBatches(threads, batches, patience);
      const byKey = new Map(decoded.map((one) => [keyOf(one.batch), one]));
      const keep = { outboxIds: ids.map(String) };
      await held.release(keep.outboxIds);
      await consumeOutbox(context, topic, keep, (tx, taken) => keepDecodes(context, tx, taken, byKey));
    } finally {
      // an end in order says nothing against the batches whose rows stay, whether it failed or their rows were held by another
      await setBegun(db, ids, begun).catch(() => undefined);
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  const decodeAlone = (row: BegunRow, held: Held) => {
    const before = last;
    const inTurn = async () => {
      await before;
      if (row.begun < mostBegun) await setBegun(db, [row.id], row.begun + 1);
      await decode([row], row.begun, held);
    };
    const done = inTurn();
    last = done.catch(() => undefined);
    return done;
  };
  return async (data) => {
    const outboxIds = OutboxBatch.parse(data).outboxIds.filter((id) => !atWork.has(id));
    if (outboxIds.length === 0) return;
    for (const id of outboxIds) atWork.add(id);
    const held = holdRows(db, topic, outboxIds);
    try {
      const rows = await beginOutbox(db, topic, outboxIds);
      const begun = new Set(rows.map(({ id }) => String(id)));
      const others = outboxIds.filter((id) => !begun.has(id));
      const suspected = others.length > 0 ? await readBegun(db, topic, others) : [];
      if (rows.length > 0) await decode(rows, 0, held);
      for (const row of suspected) await decodeAlone(row, held);
    } finally {
      await held.release(outboxIds);
      for (const id of outboxIds) atWork.delete(id);
    }
  };
}

type Held = { release(ids: readonly string[]): Promise<void> };

/**
 * Keeps rows from being offered again until they are released. Whoever takes them releases them first: it would pass over a row that
 * is locked at that moment because it is held.
 */
function holdRows(db: Context['db'], topic: string, ids: readonly string[]): Held {
  const held = new Set(ids);
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(() => holdOffers(db, topic, [...held])).catch(() => undefined);
  }, holdMs);
  return {
    release: async (some) => {
      for (const id of some) held.delete(id);
      if (held.size === 0) clearInterval(timer);
      await last;
    },
  };
}
