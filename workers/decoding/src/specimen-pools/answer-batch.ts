import { createHash } from 'node:crypto';
import { type DecodeEnd, type Decoded, decodedText, packCalls } from '#lis/domain';
import type { BatchAnswer } from './batch-task.js';

const utf8 = new TextEncoder();

/** An answer with its bytes, and what its rows are made of. */
export function answerBatch(decoded: Decoded, endedBy: DecodeEnd): BatchAnswer {
  const text = utf8.encode(decodedText(decoded));
  const { version, method, kind, logEvidence, alerts, negativesMayLeave } = decoded;
  return {
    text,
    hash: createHash('sha256').update(text).digest('hex'),
    endedBy,
    head: { version, method, kind, logEvidence, alerts, negativesMayLeave },
    calls: packCalls(decoded.calls),
  };
}
