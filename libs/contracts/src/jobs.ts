import { z } from 'zod';
import { SignedId, Version } from './scalars.js';

/**
 * The one list of jobs. A job carries ids of outbox rows and nothing else: the truth, personal values
 * included, stays in PostgreSQL (law 4), and a job that is lost or doubled changes nothing.
 */
export const OutboxBatch = z.object({ outboxIds: z.array(z.string()).min(1) });
export type OutboxBatch = z.infer<typeof OutboxBatch>;

export const jobs = {
  /** outbox topic `message`: stored instrument messages → readings, judged runs, well calls */
  interpretMessages: { queue: 'interpretation', name: 'interpret-messages', topic: 'message', atMost: 64 },
  /** outbox topic `calls`: well calls of accepted runs → results, released or held */
  decodePools: { queue: 'decoding', name: 'decode-pools', topic: 'calls', atMost: 16 },
  /** outbox topic `specimen-batch`: readings of a batch of specimen pools → its decode */
  decodeSpecimenPools: {
    queue: 'specimen-pools',
    name: 'decode-specimen-pools',
    topic: 'specimen-batch',
    atMost: 32,
  },
  /** outbox topic `report`: released results → reports and their deliveries */
  makeReports: { queue: 'reporting', name: 'make-reports', topic: 'report', atMost: 64 },
} as const;

/** Payloads of outbox rows by topic. */
export const MessageTopic = z.object({ messageIds: z.array(z.string()) });
export const CallsTopic = z.object({ runId: z.string(), wells: z.array(z.string()) });
/** One version of one batch's readings. */
export const SpecimenBatchTopic = z.object({ batchId: SignedId, version: Version });
export const ReportTopic = z.object({
  results: z.array(z.object({ tubeId: z.string(), version: z.int() })),
});
export type ReportTopic = z.infer<typeof ReportTopic>;
