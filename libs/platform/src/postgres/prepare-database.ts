import { connect, migrate } from '#lis/persistence';
import { tokenHash } from '../identity/authenticate.js';
import type { Configuration } from '../configuration.js';
import { migrateQueue } from '../queue/queue.js';
import { ownerUrl, type Secrets } from '../secrets.js';

/** Makes the database if the server is the embedded one, migrates it, and enters the first administrators. */
export async function prepareDatabase(configuration: Configuration, secrets: Secrets): Promise<void> {
  const url = ownerUrl(configuration, secrets);
  if (!configuration.databaseUrl) await createDatabase(url);
  await migrate(url, secrets.applicationPassword);
  await migrateQueue({ configuration, secrets });
  const db = connect(url, { name: 'sweepwell-prepare', max: 1 });
  try {
    for (const [id, realm] of [
      [1, 'real'],
      [-1, 'drill'],
    ] as const) {
      await db`
        insert into actor (id, kind, role, name) values (${id}, 'program', 'administrator', 'first administrator')
        on conflict do nothing`;
      await db`
        insert into credential (token_hash, actor_id, issued_at)
        values (${tokenHash(secrets.administratorToken[realm])}, ${id}, clock_timestamp())
        on conflict do nothing`;
      // ids below 100 in either realm are the installation's own
      await db`select setval(${`${realm}_id`}, ${id * 100}) from pg_sequences
        where sequencename = ${`${realm}_id`} and last_value is null`;
    }
  } finally {
    await db.end();
  }
}

async function createDatabase(url: string): Promise<void> {
  const target = new URL(url);
  const name = target.pathname.slice(1);
  target.pathname = '/postgres';
  const server = connect(target.href, { name: 'sweepwell-create', max: 1 });
  try {
    const [found] = await server`select 1 from pg_database where datname = ${name}`;
    if (!found)
      await server.unsafe(
        `create database "${name}" template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
      );
  } finally {
    await server.end();
  }
}
