import { createHash } from 'node:crypto';
import { type DecodeEnd, type Decoded, decodedText } from '#lis/domain';
import type { BatchAnswer } from './batch-task.js';

/** An answer with its bytes. */
export function answerBatch(decoded: Decoded, endedBy: DecodeEnd): BatchAnswer {
  const text = decodedText(decoded);
  return { text, hash: createHash('sha256').update(text).digest('hex'), endedBy };
}
