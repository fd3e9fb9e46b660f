import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { tokenHash } from '#lis/platform';
import { enterLaboratory, type TestDatabase } from '#lis/testing';

export type Served = { app: NestFastifyApplication; port: number; close(): Promise<void> };

/** The whole api on a test's database and a port of its own, with a `tablet`, a `technician` and settings. */
export async function serveApi(
  database: TestDatabase,
  settings: Record<string, string> = {},
): Promise<Served> {
  const { owner } = database;
  await enterLaboratory(owner);
  for (const [token, actor] of [
    ['tablet', -1000],
    ['technician', -1001],
  ] as const)
    await owner`
      insert into credential (token_hash, actor_id, issued_at) values (${tokenHash(token)}, ${actor}, '2030-01-01Z')`;
  const { host, port, database: name } = owner.options;
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-api-'));
  Object.assign(process.env, {
    DATA_DIR: folder,
    DATABASE_APP_URL: `postgres://sweepwell_app:test@${host[0]}:${port[0]}/${name}`,
    LOG_LEVEL: 'error',
    ...settings,
  });
  const { createApi } = await import('../create-api.js');
  const app = await createApi();
  await app.listen(0, '127.0.0.1');
  return {
    app,
    port: Number(new URL(await app.getUrl()).port),
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
