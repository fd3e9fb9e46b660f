import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_INSTRUMENT_FILE_BYTES } from '#lis/instrument-files';

/** What a look at a folder shows of a file. Unchanged between two looks: whoever writes it has finished. */
export type Look = { name: string; size: number; changedMs: number };

/**
 * The files that wait in a folder, by name. Taken are plain files right in it: no symbolic links, no folders, nothing hidden
 * or half-written (`.part`, `~`).
 */
export async function lookAt(folder: string): Promise<Look[]> {
  const looks: Look[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (/^[.~]|(\.part|\.tmp|~)$/i.test(name) || name.length > 200) continue;
    const stat = await lstat(join(folder, name)).catch(() => null);
    if (stat?.isFile()) looks.push({ name, size: stat.size, changedMs: stat.mtimeMs });
  }
  return looks;
}

/** Whether a folder is one, and not a link to one elsewhere. */
export async function isPlainFolder(path: string): Promise<boolean> {
  const stat = await lstat(path).catch(() => null);
  return stat?.isDirectory() ?? false;
}

/** The bytes of a file that is still the one that was looked at; null when it has changed, is gone or became a link. */
export async function readLooked(folder: string, look: Look): Promise<Buffer | null> {
  const file = await open(join(folder, look.name), constants.O_RDONLY | constants.O_NOFOLLOW).catch(
    () => null,
  );
  if (file === null) return null;
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size !== look.size || stat.mtimeMs !== look.changedMs) return null;
    // refused by its size, of which the first bytes are enough
    const bytes = Buffer.alloc(Math.min(stat.size, MAX_INSTRUMENT_FILE_BYTES + 1));
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) return null;
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/**
 * Moves a file to `taken` or `refused` beside it, under a name that no file there has; `reason` is put beside it first.
 * @throws when the folder there is a link
 */
export async function moveAside(
  folder: string,
  name: string,
  to: 'taken' | 'refused',
  reason?: string,
): Promise<void> {
  const aside = join(folder, to);
  await mkdir(aside, { recursive: true });
  if (!(await isPlainFolder(aside))) throw new Error('watch-folder-linked');
  const there = new Set(await readdir(aside));
  let free = name;
  for (let count = 1; there.has(free); count += 1) free = `${count}-${name}`;
  if (reason !== undefined)
    await writeFile(join(aside, `${free}.reason.txt`), `${reason}\n`, { flag: 'wx' }).catch(() => undefined);
  // gone: another gateway that watches the folder was first
  await rename(join(folder, name), join(aside, free)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
