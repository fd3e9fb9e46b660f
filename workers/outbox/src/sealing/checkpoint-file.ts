import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Checkpoint, checkpointLine } from '#lis/domain';
import { type ChainEnd, type Executor, readChainEnds } from '#lis/persistence';

/** A full part holds some 60,000 lines: a busy day. */
const partBytes = 8 * 1024 * 1024;

/**
 * Keeps the ends of the chains in a file of the owner's alone. The first call of a process writes every end, as it
 * cannot know what the last one wrote; a later call those that have grown since. A full file is put aside as a part beside it,
 * which nobody writes again, and the next begins with every end.
 */
export function checkpointFile(file: string, fullAt = partBytes) {
  const written = new Map<number, string>();
  return {
    /** Appends, and has it on the disk when it returns. `now`: epoch ms. Gives how many chains had grown. */
    async note(db: Executor, now: number): Promise<number> {
      if (await putAside(file, fullAt)) written.clear();
      const grown = (await readChainEnds(db)).filter(({ chain, hash }) => written.get(chain) !== hash);
      if (grown.length === 0) return 0;
      await append(file, grown, now);
      for (const { chain, hash } of grown) written.set(chain, hash);
      return grown.length;
    },
  };
}

async function putAside(file: string, fullAt: number): Promise<boolean> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size < fullAt) return false;
  // another worker of the same folder may do it in the same moment: no two parts have one name
  const { mtimeMs } = await stat(file);
  const name = `${Math.round(mtimeMs)}-${randomBytes(3).toString('hex')}`;
  return rename(file, file.replace(/\.jsonl$/, `.${name}.jsonl`)).then(
    () => true,
    () => false,
  );
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
