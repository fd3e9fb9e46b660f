import { answerWithoutPosterior, DEFAULT_BUDGET_MS, type KeptBatch, readDesignText } from '#lis/domain';
import { answerBatch } from './answer-batch.js';
import type { BatchAnswer, BatchTask } from './batch-task.js';
import type { BatchThreads } from './batch-threads.js';

/** An answer, or why there can be none: what is kept of the batch cannot be decoded by anything. */
export type DecodedBatch =
  | { readonly batch: KeptBatch; readonly answer: BatchAnswer }
  | { readonly batch: KeptBatch; readonly fault: unknown };

/** How long a thread may take before it counts as hanging, ms: its start and its decoder's, and each batch beyond its budget. */
export type Patience = { startMs: number; batchMs: number };
const patience: Patience = { startMs: 10_000, batchMs: 2000 };
/** Batches of a task: 72 µs of a round trip are nothing then, and a thread that breaks takes few with it. */
const mostInTask = 8;

/**
 * Decodes batches on the threads, those of one decoder together. The answers are the same bytes whatever the threads and their
 * order. Where a thread breaks, each of its batches is tried once more alone; one that breaks it again is answered by the flagged
 * COMP(e) answer, and never holds the others.
 * @throws the thread's error when the threads are being stopped: that says nothing of a batch
 */
export async function decodeKeptBatches(
  threads: BatchThreads,
  batches: readonly KeptBatch[],
  wait: Patience = patience,
): Promise<DecodedBatch[]> {
  const groups = new Map<string, KeptBatch[]>();
  for (const batch of batches) {
    const { design, settingsHash } = batch;
    const key = `${design.hash} ${design.id} ${settingsHash}`;
    const group = groups.get(key);
    if (group) group.push(batch);
    else groups.set(key, [batch]);
  }
  const size = Math.min(mostInTask, Math.max(1, Math.ceil(batches.length / (4 * threads.count))));
  const tasks = [...groups].flatMap(([key, group]) =>
    Array.from({ length: Math.ceil(group.length / size) }, (_, n) => ({
      key,
      batches: group.slice(n * size, (n + 1) * size),
    })),
  );
  const decoded = await Promise.all(tasks.map((task) => decodeTask(threads, task, wait)));
  return decoded.flat();
}

type Kept = { key: string; batches: readonly KeptBatch[] };

async function decodeTask(threads: BatchThreads, task: Kept, wait: Patience): Promise<DecodedBatch[]> {
  try {
    const answers = await runTask(threads, task, wait);
    return task.batches.map((batch, at) => ({ batch, answer: answers[at] as BatchAnswer }));
  } catch (error) {
    if (threads.isStopping) throw error;
    return Promise.all(task.batches.map((batch) => decodeAlone(threads, task.key, batch, wait)));
  }
}

async function decodeAlone(
  threads: BatchThreads,
  key: string,
  batch: KeptBatch,
  wait: Patience,
): Promise<DecodedBatch> {
  try {
    const [answer] = await runTask(threads, { key, batches: [batch] }, wait);
    return { batch, answer: answer as BatchAnswer };
  } catch (error) {
    if (threads.isStopping) throw error;
    return answerFailed(batch);
  }
}

/** The flagged COMP(e) answer of a batch that broke whoever decoded it. */
export function answerFailed(batch: KeptBatch): DecodedBatch {
  try {
    const { settings, readings } = batch;
    const design = readDesignText(batch.design);
    const decoded = answerWithoutPosterior(design, settings, readings, 'decoder-failed');
    return { batch, answer: answerBatch(decoded, 'fault') };
  } catch (fault) {
    return { batch, fault };
  }
}

async function runTask(threads: BatchThreads, { key, batches }: Kept, wait: Patience) {
  const [first] = batches;
  const { settings, design } = first as KeptBatch;
  const budgetMs = settings.budgetMs ?? DEFAULT_BUDGET_MS;
  const limitMs = wait.startMs + batches.length * (budgetMs + wait.batchMs);
  const task: BatchTask = { key, batches: batches.map(({ readings }) => readings) };
  const answer = await threads.run(task, limitMs);
  const answers =
    answer === 'unprepared'
      ? await threads.run({ ...task, preparation: { design, settings } }, limitMs)
      : answer;
  if (answers === 'unprepared' || answers.length !== batches.length)
    throw new Error('a thread gave no answer to a batch');
  return answers;
}
