import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runner } from 'node-pg-migrate';
import { connect } from './connection.js';

/** The role that the processes log in as: rows only, no DDL, an audit that only grows. */
export const applicationRole = 'sweepwell_app';

/**
 * Brings a database to this version: the application role with its password, then every migration not yet
 * applied, one at a time under an advisory lock. `ownerUrl` is a role that may create roles and tables.
 * @throws Error when the database was migrated by a newer version
 */
export async function migrate(ownerUrl: string, applicationPassword: string): Promise<string[]> {
  const db = connect(ownerUrl, { name: 'sweepwell-migrate', max: 1 });
  try {
    const [role] = await db`select 1 from pg_roles where rolname = ${applicationRole}`;
    const secret = applicationPassword.replaceAll("'", "''");
    await db.unsafe(`${role ? 'alter' : 'create'} role ${applicationRole} login password '${secret}'`);
  } finally {
    await db.end();
  }
  const applied = await runner({
    databaseUrl: ownerUrl,
    dir: migrationsFolder(),
    direction: 'up',
    migrationsTable: 'pgmigrations',
    checkOrder: true,
    log: () => undefined,
  });
  return applied.map(({ name }) => name);
}

/** The SQL files stand beside the sources and are not compiled: found by walking up from here. */
function migrationsFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'libs/persistence/migrations'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('libs/persistence/migrations is not part of this installation');
    folder = parent;
  }
  return join(folder, 'libs/persistence/migrations');
}
