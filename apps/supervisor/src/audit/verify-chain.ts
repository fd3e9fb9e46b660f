import { NO_BLOCK_BEFORE } from '#lis/domain';
import { type Executor, hashOf } from '#lis/persistence';
import { type Place, readBlocks, readEntries, type StoredBlock } from './chains.queries.js';
import { firstBreak, nameBreak, nameStranger } from './name-break.js';

export type ChainProof = {
  chain: number;
  blocks: number;
  rows: number;
  /** of the last block, in hex */
  hash: string;
  /** the first thing that is not what was sealed; null when the chain holds */
  broken: string | null;
};

/** Blocks in memory at once, each of at most some thousand rows. */
const blocksAtOnce = 8;

/**
 * Proves a chain from the rows: each block follows the one before and has the hash of what it says, and the rows of
 * the chain in its range are the sealed ones, in order, with none between. Stops at the first break. `watermark`: up
 * to where every row must be in a block.
 */
export async function verifyChain(db: Executor, chain: number, watermark: Place): Promise<ChainProof> {
  const proof: ChainProof = { chain, blocks: 0, rows: 0, hash: NO_BLOCK_BEFORE, broken: null };
  let after: Place = { xact: '0', id: '0' };
  for (;;) {
    const blocks = await readBlocks(db, chain, proof.blocks, blocksAtOnce);
    if (blocks.length === 0) break;
    for (const block of blocks) {
      proof.broken = judgeBlock(proof, block) ?? (await judgeRows(db, chain, block, after));
      if (proof.broken !== null) return proof;
      after = { xact: block.lastXact, id: block.lastId };
      proof.blocks = block.number;
      proof.rows = block.total;
      proof.hash = block.hash;
    }
  }
  const [late] = await readEntries(db, chain, after, watermark, 1);
  if (late) proof.broken = await nameStranger(db, late.id, 'what is sealed');
  return proof;
}

function judgeBlock({ chain, blocks, rows, hash }: ChainProof, block: StoredBlock): string | null {
  const { number, ids, xacts, previous, total, sealedAt, digests } = block;
  if (number !== blocks + 1) return `block ${blocks + 1} was removed`;
  const agrees =
    total === rows + ids.length &&
    xacts.length === ids.length &&
    digests.length === 32 * ids.length &&
    ids.at(-1) === block.lastId &&
    xacts.at(-1) === block.lastXact;
  const own = hashOf({ chain, number, total, ids, xacts, previous, sealedAt }, digests);
  if (!agrees || own.toString('hex') !== block.hash) return `block ${number} was changed`;
  return previous === hash
    ? null
    : `block ${number} does not follow block ${blocks}: one of them was replaced`;
}

async function judgeRows(
  db: Executor,
  chain: number,
  block: StoredBlock,
  after: Place,
): Promise<string | null> {
  const to = { xact: block.lastXact, id: block.lastId };
  const entries = await readEntries(db, chain, after, to, block.ids.length + 1);
  const index = firstBreak(block, entries);
  return index < 0 ? null : nameBreak(db, chain, block, index, entries[index]);
}
