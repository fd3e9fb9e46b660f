import { performance } from 'node:perf_hooks';
import { decodeGuarded } from '#lis/domain';
import { answerBatch } from './answer-batch.js';
import type { BatchTask, BatchTaskAnswer } from './batch-task.js';
import { preparedDecoders } from './prepared-decoders.js';

const decoders = preparedDecoders();

/** In a thread of its own: pure rules only, no Nest and no database. Designs stay here, outcomes come and answers leave. */
export default function decodeBatches({ key, preparation, batches }: BatchTask): BatchTaskAnswer {
  const prepared = decoders.find(key, preparation);
  if (!prepared) return 'unprepared';
  const { decoder, settings } = prepared;
  return batches.map((readings) => {
    const { decoded, end } = decodeGuarded(decoder, settings, readings, () => performance.now());
    return answerBatch(decoded, end);
  });
}
