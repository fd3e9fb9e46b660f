import type { Db, Transaction } from '#lis/persistence';
import { listChains, readWatermark } from './chains.queries.js';
import { type ChainProof, verifyChain } from './verify-chain.js';
import { type CheckpointsProof, openParts, verifyCheckpoints } from './verify-checkpoints.js';

export type AuditProof = {
  chains: ChainProof[];
  checkpoints: Omit<CheckpointsProof, 'broken'>;
  /** rows that the sealer has not come to */
  unsealed: number;
};

/**
 * Proves every chain, or one, from the rows and against the checkpoints. All of one snapshot: what is sealed meanwhile
 * is not looked at. It holds no transaction number, so the sealer goes on.
 */
export async function verifyAudit(db: Db, file: string, chain: number | null): Promise<AuditProof> {
  const parts = await openParts(file);
  const prove = async (tx: Transaction) => {
    const watermark = await readWatermark(tx);
    const { broken, ...checkpoints } = await verifyCheckpoints(tx, parts, chain);
    // a chain of which every block and row is gone is known from its checkpoints only
    const all = new Set([...(await listChains(tx, watermark)), ...broken.keys()]);
    const chains: ChainProof[] = [];
    for (const one of chain === null ? [...all].sort((a, b) => a - b) : [chain]) {
      const proof = await verifyChain(tx, one, watermark);
      chains.push({ ...proof, broken: proof.broken ?? broken.get(one) ?? null });
    }
    return { chains, checkpoints, unsealed: watermark.unsealed };
  };
  try {
    return await db.begin('isolation level repeatable read read only', prove);
  } finally {
    for (const { handle } of parts) await handle.close();
  }
}
