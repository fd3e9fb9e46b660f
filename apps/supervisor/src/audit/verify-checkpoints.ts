import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Checkpoint, readCheckpoint } from '#lis/domain';
import { arrayLiteral, type Executor } from '#lis/persistence';

export type CheckpointsProof = {
  /** false when there is no file */
  found: boolean;
  checkpoints: number;
  /** lines that are no checkpoint: of a process that was killed while it wrote, or spoilt */
  unreadable: number;
  /** the first break of each chain */
  broken: Map<number, string>;
};

const linesAtOnce = 1000;

/** Bytes of the file, undefined when there is none. */
export const sizeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.size;

/**
 * Compares every checkpoint of the file, or those of one chain, with the block that it names: what was sealed at its
 * moment must still be there. So a tail that was cut off is seen, and a chain that was cut and grew again. `size`: of
 * the file before the snapshot of the database was taken, as later lines may name later blocks.
 */
export async function verifyCheckpoints(
  db: Executor,
  file: string,
  size: number | undefined,
  chain: number | null,
): Promise<CheckpointsProof> {
  const proof: CheckpointsProof = {
    found: size !== undefined,
    checkpoints: 0,
    unreadable: 0,
    broken: new Map(),
  };
  if (!size) return proof;
  let batch: Checkpoint[] = [];
  const judge = async () => {
    for (const { chain: of, what } of await compare(db, batch))
      if (!proof.broken.has(of)) proof.broken.set(of, what);
    proof.checkpoints += batch.length;
    batch = [];
  };
  for await (const line of createInterface({
    input: createReadStream(file, { end: size - 1 }),
    crlfDelay: Infinity,
  })) {
    if (line === '') continue;
    const checkpoint = readCheckpoint(line);
    if (!checkpoint) proof.unreadable++;
    else if (chain === null || checkpoint.chain === chain) batch.push(checkpoint);
    if (batch.length === linesAtOnce) await judge();
  }
  await judge();
  return proof;
}

type Compared = { number: number; hash: string | null; count: number | null; last: number };

async function compare(db: Executor, batch: readonly Checkpoint[]) {
  if (batch.length === 0) return [];
  const stands = await db<Compared[]>`
    select c.number, encode(b.hash, 'hex') as hash, b.total as count,
      coalesce((select max(e.number) from audit_block e where e.chain = c.chain), 0) as last
    from unnest(${arrayLiteral(batch.map(({ chain }) => chain))}::text::int[],
      ${arrayLiteral(batch.map(({ number }) => number))}::text::int[]) with ordinality as c (chain, number, n)
    left join audit_block b on b.chain = c.chain and b.number = c.number
    order by c.n`;
  return batch.flatMap(({ chain, number, hash, count }, index) => {
    const block = stands[index];
    if (block?.hash === hash && block.count === count) return [];
    const what =
      (block?.last ?? 0) < number
        ? `the tail was cut off: the checkpoint knows block ${number} (${count} rows), the last is block ${block?.last}`
        : `block ${number} is not the one of the checkpoint: the chain was made anew`;
    return [{ chain, what }];
  });
}
