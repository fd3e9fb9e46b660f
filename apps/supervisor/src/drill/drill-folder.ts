import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration, ConfigurationError, endOrphanServer, placeServer } from '#lis/platform';
import { runFolder } from '../run-folder.js';

const mark = 'this-folder-holds-drills-only';

/**
 * Makes room for a new drill. The folder's own database is removed with everything in it, but only of a folder
 * that a drill has made: any other is refused.
 */
export async function makeRoomForDrill({ dataFolder, databaseUrl }: Configuration): Promise<void> {
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) {
    if (!existsSync(join(dataFolder, mark))) {
      throw new ConfigurationError(`${dataFolder} was not made by a drill: choose another DATA_DIR.`);
    }
    const folder = runFolder(dataFolder);
    const owner = folder.owner();
    if (owner !== undefined) {
      throw new ConfigurationError(
        `A drill (process ${owner}) runs on ${dataFolder}: stop it, or choose another DATA_DIR.`,
      );
    }
    await folder.endOrphans();
    if (databaseUrl) setAside(dataFolder);
    else {
      const place = await placeServer(join(dataFolder, 'postgres'));
      await endOrphanServer(place.folder);
      rmSync(place.folder, { recursive: true, force: true });
      rmSync(dataFolder, { recursive: true, force: true });
    }
  }
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(join(dataFolder, mark), '');
}

/** On a database that stays, the last drill's own books are kept beside. */
function setAside(dataFolder: string): void {
  const books = join(dataFolder, 'drill');
  if (!existsSync(books)) return;
  let past = 1;
  while (existsSync(`${books}-${past}`)) past++;
  renameSync(books, `${books}-${past}`);
}

/** The simulator's files; null while they are not there. */
export function readDrillFile<Content>(dataFolder: string, name: string): Content | null {
  try {
    return JSON.parse(readFileSync(join(dataFolder, 'drill', `${name}.json`), 'utf8')) as Content;
  } catch {
    return null;
  }
}
