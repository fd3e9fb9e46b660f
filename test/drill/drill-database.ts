import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Db } from '#lis/persistence';
import { loadSecrets, ownerUrl, readConfiguration } from '#lis/platform';
import type { RunningDrill } from './start-drill.js';

type Progress = { resulted: number; reported: number };
const nothing: Progress = { resulted: 0, reported: 0 };

/** How far a drill has come, read past the product: from the database itself. */
export function watchDrill({ environment, folder }: RunningDrill) {
  let db: Db | undefined;
  const open = () => {
    const configuration = readConfiguration(environment);
    return connect(ownerUrl(configuration, loadSecrets(configuration)), { name: 'prove', max: 1 });
  };
  return {
    /** tubes with a result, and with a receipt; nothing while nobody answers */
    async progress(): Promise<Progress> {
      // the drill makes its secrets itself: reading them earlier would make others
      if (!existsSync(join(folder, 'drill', 'journal.jsonl'))) return nothing;
      db ??= open();
      const rows = await db<Progress[]>`
        select count(resulted_at)::int as resulted, count(reported_at)::int as reported from tube`.catch(
        () => [],
      );
      return rows[0] ?? nothing;
    },
    close: async () => {
      await db?.end({ timeout: 1 });
    },
  };
}
