import { SpecimenBatchTopic } from '#lis/contracts';
import type { KeptBatch } from '#lis/domain';
import {
  askAttention,
  insertDecodes,
  type MadeDecode,
  type OutboxRow,
  type Transaction,
  writeAudit,
} from '#lis/persistence';
import type { Context } from '#lis/platform';
import type { DecodedBatch } from './decode-kept-batches.js';

const by = { actor: 'system:decoding', origin: 'worker' };
export const keyOf = ({ batchId, version }: Pick<KeptBatch, 'batchId' | 'version'>) =>
  `${batchId} ${version}`;

/**
 * Keeps the decodes that a job's rows ask for, with their calls and audit, in the transaction that ends the rows. A version of
 * readings that has its decode already keeps it (law 2). Where a thread broke twice, a person is told.
 * @throws the fault of a batch that nothing can decode; what is wrong with one never holds the others
 */
export async function keepDecodes(
  { clock }: Pick<Context, 'clock'>,
  tx: Transaction,
  rows: readonly OutboxRow[],
  decoded: ReadonlyMap<string, DecodedBatch>,
): Promise<void> {
  const made = rows.map(({ payload }): MadeDecode => {
    const found = decoded.get(keyOf(SpecimenBatchTopic.parse(payload)));
    if (!found) throw new Error('a batch that is not kept, or came after the job');
    if ('fault' in found) throw found.fault;
    const { batch, answer } = found;
    return {
      sweepId: batch.sweepId,
      batchId: batch.batchId,
      version: batch.version,
      designHash: batch.design.hash,
      settingsHash: batch.settingsHash,
      endedBy: answer.endedBy,
      head: answer.head,
      calls: answer.calls,
      answer: answer.text,
      answerHash: answer.hash,
    };
  });
  for (const realm of ['real', 'drill'] as const) {
    const own = made.filter(({ sweepId }) => sweepId < 0 === (realm === 'drill'));
    if (own.length === 0) continue;
    const at = clock.now(realm);
    const kept = await insertDecodes(tx, own, at);
    await writeAudit(
      tx,
      kept.map(({ sweepId, batchId, version, endedBy, answerHash, head: { kind, alerts } }) => ({
        ...{ at, sweepId, ...by, action: 'specimen-batch-decoded', subject: `specimen-batch:${batchId}` },
        detail: { version, kind, endedBy, answerHash, ...(alerts.length > 0 && { alerts }) },
      })),
    );
    const broken = kept.filter(({ endedBy }) => endedBy === 'fault');
    await askAttention(
      tx,
      broken.map(({ sweepId, batchId, version, designHash }) => ({
        ...{ sweepId, code: 'decoder-failed', subject: `specimen-batch:${batchId}`, at },
        detail: { version, designHash },
      })),
    );
  }
}
