import { join } from 'node:path';
import { failureCode, isUnavailable } from '#lis/persistence';
import { type Context, keepGoing } from '#lis/platform';
import { isPlainFolder, type Look, lookAt, moveAside, readLooked } from './folder-files.js';
import { takeFolderFile } from './take-folder-file.js';
import { readWatchedFolders, type WatchedFolder } from './watched-folders.queries.js';

type Options = {
  /** holds a folder for each instrument */
  root: string;
  warn: (event: string, detail: Record<string, unknown>) => void;
  /** how long a file must not have changed, ms */
  stableMs?: number;
};

const eachMs = 1000;

/**
 * Takes files out of the folders of instruments: stored first, moved to `taken` or `refused` afterwards, so that a crash
 * between the two leaves the file where it was and the same bytes change nothing when they are taken again. Any number of
 * gateways may watch. Returns what stops it.
 */
export function watchFolders(context: Context, options: Options): () => Promise<void> {
  const stop = new AbortController();
  const watch = folderWatch(context, options);
  const work = keepGoing(
    stop.signal,
    async () => {
      await watch();
      return eachMs;
    },
    (code) => options.warn('watch-folder-failed', { code }),
  );
  return async () => {
    stop.abort();
    await work;
  };
}

/** One look at every folder; a file is taken at the look that finds it unchanged for `stableMs`. */
export function folderWatch(context: Context, { root, warn, stableMs = 5000 }: Options): () => Promise<void> {
  const seen = new Map<string, { look: Look; sinceMs: number }>();
  const told = new Set<string>();
  const tellOnce = (event: string, folder: string) => {
    if (told.size < 1000 && !told.has(`${event} ${folder}`)) warn(event, { folder });
    told.add(`${event} ${folder}`);
  };
  return async () => {
    const present = new Set<string>();
    for (const watched of await readWatchedFolders(context.db)) {
      const folder = join(root, watched.folder);
      if (!(await isPlainFolder(folder))) {
        tellOnce('watch-folder-missing', watched.folder);
        continue;
      }
      for (const look of await lookAt(folder)) {
        const path = join(folder, look.name);
        present.add(path);
        const before = seen.get(path);
        const isSame = before?.look.size === look.size && before.look.changedMs === look.changedMs;
        if (!isSame) seen.set(path, { look, sinceMs: performance.now() });
        if (!isSame && stableMs > 0) continue;
        if (isSame && performance.now() - before.sinceMs < stableMs) continue;
        await takeOne(context, folder, watched, look, warn);
      }
    }
    for (const path of seen.keys()) if (!present.has(path)) seen.delete(path);
  };
}

/** A file that fails does not hold up its neighbours; one that the database could not take stays where it is. */
async function takeOne(
  context: Context,
  folder: string,
  watched: WatchedFolder,
  look: Look,
  warn: Options['warn'],
): Promise<void> {
  try {
    const body = await readLooked(folder, look);
    if (body === null) return;
    const outcome = await takeFolderFile(context, watched, look.name, body);
    await moveAside(folder, look.name, outcome.to, outcome.to === 'refused' ? outcome.reason : undefined);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    warn('folder-file-not-taken', {
      instrument: watched.instrumentId,
      code: failureCode(error) ?? 'unknown',
    });
  }
}
