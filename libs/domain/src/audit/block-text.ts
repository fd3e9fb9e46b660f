/** The chain of rows that belong to no sweep; no sweep has this id. */
export const CHAIN_WITHOUT_SWEEP = 0;

/** What the first block of a chain has as the hash of the block before it, in hex. */
export const NO_BLOCK_BEFORE = '00'.repeat(32);

export type SealedBlock = {
  /** the sweep's id, or CHAIN_WITHOUT_SWEEP */
  chain: number;
  /** 1, 2, 3 … without a gap */
  number: number;
  /** rows of the chain up to the end of this block */
  total: number;
  /** ids and transactions of the rows, in the order of the chain: by transaction, then id */
  ids: readonly string[];
  xacts: readonly string[];
  /** hash of the block before, in hex */
  previous: string;
  /** epoch ms */
  sealedAt: number;
};

/**
 * What the hash of a block begins with: one line, a JSON array. The hash is the SHA-256 of this line's UTF-8 bytes
 * followed by the digests of the rows, 32 bytes each. As the line holds the hash of the block before, the last hash
 * stands for every row of the chain. Law 8.
 */
export function blockText({ chain, number, total, ids, xacts, previous, sealedAt }: SealedBlock): string {
  return `${JSON.stringify(['sweepwell audit 1', chain, number, total, ids, xacts, previous, sealedAt])}\n`;
}
