import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Checkpoint, checkpointLine } from '#lis/domain';
import { type ChainEnd, type Executor, readChainEnds } from '#lis/persistence';

/**
 * Keeps the ends of the chains in a file of the owner's alone. The first call of a process writes every end, as it
 * cannot know what the last one wrote; a later call those that have grown since.
 */
export function checkpointFile(file: string) {
  const written = new Map<number, string>();
  return {
    /** Appends, and has it on the disk when it returns. `now`: epoch ms. Gives how many chains had grown. */
    async note(db: Executor, now: number): Promise<number> {
      const grown = (await readChainEnds(db)).filter(({ chain, hash }) => written.get(chain) !== hash);
      if (grown.length === 0) return 0;
      await append(file, grown, now);
      for (const { chain, hash } of grown) written.set(chain, hash);
      return grown.length;
    },
  };
}

async function append(file: string, ends: readonly ChainEnd[], at: number): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1, '\n');
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    // half a line of a process that was killed must not swallow the next
    const begin = last.toString() === '\n' ? '' : '\n';
    const lines = ends.map((end): Checkpoint => ({ ...end, at })).map(checkpointLine);
    await handle.appendFile(`${begin}${lines.join('\n')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
