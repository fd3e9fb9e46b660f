import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenHash } from '#lis/platform';
import { enterLaboratory, type TestDatabase } from '#lis/testing';
import { makeKey, type TabletKey } from './tablet.fixture.js';

export type Told = { status: number; body: Record<string, unknown>; code: unknown };

/** The api over HTTP on a drill's laboratory, with an administrator of each realm: tokens `admin` and `real-admin`. */
export async function serveApi({ owner }: TestDatabase) {
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-tablets-'));
  await enterLaboratory(owner);
  await owner`select setval('drill_id', -100)`;
  await owner`
    insert into actor (id, kind, role, name) values
      (-50, 'staff', 'administrator', 'a'), (50, 'staff', 'administrator', 'a')`;
  await owner`
    insert into credential (token_hash, actor_id, issued_at) values
      (${tokenHash('admin')}, -50, '2030-01-01Z'), (${tokenHash('real-admin')}, 50, '2030-01-01Z')`;
  const { host, port, database: name } = owner.options;
  process.env['DATA_DIR'] = folder;
  process.env['DATABASE_APP_URL'] = `postgres://sweepwell_app:test@${host[0]}:${port[0]}/${name}`;
  process.env['LOG_LEVEL'] = 'error';
  const { createApi } = await import('../create-api.js');
  const app = await createApi();
  await app.listen(0, '127.0.0.1');
  const address = await app.getUrl();

  const ask = async (path: string, body?: unknown, token?: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${address}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...headers,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const told = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, body: told, code: told['code'] } satisfies Told;
  };
  const issueCode = async () =>
    String(
      (await ask('/v1/administration/tablets/codes', { siteCode: 'site-drill-1' }, 'admin')).body['code'],
    );
  const enrol = async (code: string, key: TabletKey) => {
    const told = await ask('/v1/tablets/enrol', { code, publicKey: key.publicKey, name: 'tablet 7' });
    return { ...told, tabletId: Number(told.body['tabletId']), audience: String(told.body['audience']) };
  };
  const challenge = async (tabletId: number) =>
    String((await ask('/v1/tablets/challenge', { tabletId })).body['nonce']);
  /** a tablet of the site with its key and a way to a token */
  const newTablet = async () => {
    const key = await makeKey();
    const { tabletId, audience } = await enrol(await issueCode(), key);
    const prove = async () => {
      const nonce = await challenge(tabletId);
      const signature = await key.sign(tabletId, nonce, audience);
      return ask('/v1/tablets/token', { tabletId, nonce, signature });
    };
    const token = async () => String((await prove()).body['token']);
    return { key, tabletId, audience, prove, token };
  };
  const close = async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ask, issueCode, enrol, challenge, newTablet, close };
}
