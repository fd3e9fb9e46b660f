import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, connect } from '#lis/persistence';
import { freePort, startEmbeddedServer } from '#lis/platform';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** owner's connection string of the server that all database specs share */
    server: string;
  }
}

/** One real server for all database specs; each spec file clones the migrated template (80 ms). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-db-'));
  // as root the server runs as another user, who must be able to go there
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = await startEmbeddedServer({
    folder: join(folder, 'postgres'),
    port,
    password: 'test',
    log: () => undefined,
  });
  const url = `postgres://postgres:test@127.0.0.1:${port}/postgres`;
  const db = connect(url, { name: 'test-setup', max: 1 });
  await db.unsafe('create database sweepwell_template');
  await db.end();
  await migrate(url.replace(/postgres$/, 'sweepwell_template'), 'test');
  project.provide('server', url);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
