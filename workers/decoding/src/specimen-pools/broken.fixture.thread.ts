import type { BatchReadings } from '#lis/domain';
import type { BatchTask, BatchTaskAnswer } from './batch-task.js';
import decodeBatches from './decode-batches.thread.js';

// For tests: the product's thread, which breaks in one of four ways on a batch whose first grey pool is marked so.
const breaks: Record<string, () => void> = {
  '0.101': () => {
    throw new Error('a defect of the decoder');
  },
  '0.102': () => process.exit(3),
  '0.103': () => {
    const kept: unknown[] = [];
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, n) => ({ n })));
  },
  '0.104': () => {
    for (;;);
  },
};
const markOf = ({ grey }: BatchReadings) => String(grey?.[0]?.trust ?? '');

export default function decodeOrBreak(task: BatchTask): BatchTaskAnswer {
  const answers = decodeBatches(task);
  if (answers !== 'unprepared') for (const readings of task.batches) breaks[markOf(readings)]?.();
  return answers;
}
