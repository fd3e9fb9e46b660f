import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Db } from '#lis/persistence';
import {
  applicationUrl,
  freePort,
  loadSecrets,
  ownerUrl,
  prepareDatabase,
  readConfiguration,
  startEmbeddedServer,
} from '#lis/platform';
import { sender } from './intake/pool-messages.js';

export type BenchDatabase = {
  owner: Db;
  applicationUrl: string;
  /** environment of a process of the product on this database */
  environment: NodeJS.ProcessEnv;
  durability: { fsync: string; full_page_writes: string; synchronous_commit: string };
  close(): Promise<void>;
};

/** A PostgreSQL of its own on a temporary folder, with one instrument and the floor's plain table. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-bench-'));
  // as root the server runs as another user, who must be able to go there
  chmodSync(folder, 0o755);
  const environment = {
    ...process.env,
    DATA_DIR: folder,
    POSTGRES_PORT: String(await freePort()),
    MLLP_PORT: String(await freePort()),
    DATABASE_URL: '',
    DATABASE_APP_URL: '',
    // one credential stands for a city's tablets; counting goes on
    REQUESTS_PER_SECOND: '1000000',
    LOOKUPS_PER_SECOND: '1000000',
  };
  const configuration = readConfiguration(environment);
  const secrets = loadSecrets(configuration);
  const server = await startEmbeddedServer({
    folder: join(folder, 'postgres'),
    port: configuration.postgresPort,
    password: secrets.ownerPassword,
    log: () => undefined,
  });
  await prepareDatabase(configuration, secrets);
  const owner = connect(ownerUrl(configuration, secrets), { name: 'bench', max: 2 });
  await owner`insert into laboratory values (-101, 'lab-bench', 'laboratory')`;
  await owner`
    insert into instrument (id, laboratory_id, serial, sending_application, sending_facility)
    values (-101, -101, 'SN-BENCH', ${sender.application}, ${sender.facility})`;
  await owner`create table floor (body bytea not null)`;
  // kept as it is: compressing the blob would make the floor slower than the disk
  await owner`alter table floor alter column body set storage external`;
  await owner`grant insert on floor to sweepwell_app`;
  const settings = await owner<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`;
  const durability = Object.fromEntries(settings.map(({ name, setting }) => [name, setting]));
  return {
    owner,
    applicationUrl: applicationUrl(configuration, secrets),
    environment,
    durability: durability as BenchDatabase['durability'],
    close: async () => {
      await owner.end({ timeout: 2 });
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
