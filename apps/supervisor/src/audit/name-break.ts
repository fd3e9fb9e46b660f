import { type Executor, digestOf, type PlacedEntry } from '#lis/persistence';
import { findSealed, isSealed, readEntry, type StoredBlock } from './chains.queries.js';

const digestAt = (block: StoredBlock, index: number) => block.digests.subarray(index * 32, index * 32 + 32);

/**
 * The place in a block from which its rows are not what was sealed, or -1. `entries`: the rows that stand in the
 * block's range, in order, and one more than the block has if there is one.
 */
export function firstBreak(block: StoredBlock, entries: readonly PlacedEntry[]): number {
  const count = Math.max(block.ids.length, entries.length);
  for (let index = 0; index < count; index++) {
    const entry = entries[index];
    if (!entry || entry.id !== block.ids[index] || entry.xact !== block.xacts[index]) return index;
    if (!digestOf(entry).equals(digestAt(block, index))) return index;
  }
  return -1;
}

/** What happened to the row at the first break of a block, in words that name it by its id. */
export async function nameBreak(
  db: Executor,
  chain: number,
  block: StoredBlock,
  index: number,
  stands: PlacedEntry | undefined,
): Promise<string> {
  const id = block.ids[index];
  const between = () => nameStranger(db, stands?.id ?? '', `what block ${block.number} seals`);
  if (id === undefined) return between();
  const entry = await readEntry(db, id);
  if (!entry) return `entry ${id} of block ${block.number} was deleted`;
  const digest = digestOf(entry);
  if (digest.equals(digestAt(block, index))) {
    // it is as it was, and stands elsewhere only if its place was changed
    const inPlace = entry.xact === block.xacts[index] && stands !== undefined && stands.id !== id;
    return inPlace ? between() : `entry ${id} of block ${block.number} was moved to another place`;
  }
  const other = await findSealed(db, chain, digest, id);
  const there = other === undefined ? undefined : await readEntry(db, other);
  return there && digestOf(there).equals(digestAt(block, index))
    ? `entries ${id} and ${there.id} were swapped (block ${block.number})`
    : `entry ${id} of block ${block.number} was changed`;
}

/** A row that stands where no block has it, in words. `where`: into what it came. */
export async function nameStranger(db: Executor, id: string, where: string): Promise<string> {
  return (await isSealed(db, id))
    ? `entry ${id} was moved into ${where}`
    : `entry ${id} was inserted later, into ${where}`;
}
