import { readdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
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

/** The file that is being written and the parts that were put aside, open, each with its bytes of that moment. */
export type Parts = { handle: FileHandle; size: number }[];

export async function openParts(file: string): Promise<Parts> {
  const [folder, stem] = [dirname(file), basename(file, '.jsonl')];
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.startsWith(`${stem}.`) && name.endsWith('.jsonl'));
  } catch {
    // no folder: no checkpoints on this machine
  }
  const parts: Parts = [];
  for (const name of names.sort()) {
    // one that was put aside just now is found under its other name by the next run: its lines are in no hurry
    const handle = await open(join(folder, name)).catch(() => undefined);
    if (handle) parts.push({ handle, size: (await handle.stat()).size });
  }
  return parts;
}

/**
 * Compares every checkpoint of all parts, or those of one chain, with the block that it names: what was sealed at its
 * moment must still be there. So a tail that was cut off is seen, and a chain that was cut and grew again. They are
 * opened before the snapshot of the database is taken, as later lines may name later blocks.
 */
export async function verifyCheckpoints(
  db: Executor,
  parts: Parts,
  chain: number | null,
): Promise<CheckpointsProof> {
  const proof: CheckpointsProof = {
    found: parts.length > 0,
    checkpoints: 0,
    unreadable: 0,
    broken: new Map(),
  };
  let batch: Checkpoint[] = [];
  const judge = async () => {
    for (const { chain: of, what } of await compare(db, batch))
      if (!proof.broken.has(of)) proof.broken.set(of, what);
    proof.checkpoints += batch.length;
    batch = [];
  };
  for (const { handle, size } of parts) {
    if (size === 0) continue;
    const input = handle.createReadStream({ start: 0, end: size - 1, autoClose: false });
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line === '') continue;
      const checkpoint = readCheckpoint(line);
      if (!checkpoint) proof.unreadable++;
      else if (chain === null || checkpoint.chain === chain) batch.push(checkpoint);
      if (batch.length === linesAtOnce) await judge();
    }
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
