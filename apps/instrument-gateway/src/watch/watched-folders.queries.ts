import type { Executor } from '#lis/persistence';

export type WatchedFolder = { instrumentId: number; folder: string; acceptsClean: boolean };

/** The folders of instruments, a few hundred at most. */
export async function readWatchedFolders(db: Executor): Promise<WatchedFolder[]> {
  return db<WatchedFolder[]>`
    select instrument_id as "instrumentId", folder, accepts_clean as "acceptsClean"
    from instrument_file_setting where folder is not null`;
}
