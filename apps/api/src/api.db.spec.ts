import { mkdtempSync, rmSync } from 'node:fs';
import { connect as dial, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { tokenHash } from '#lis/platform';
import { enterLaboratory, enterTubes, sealTube, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Stands between the api and its database, and can be taken away. */
function line(to: { host: string; port: number }) {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const open = () =>
    new Promise<number>((resolve) => {
      server = createServer((near) => {
        const far = dial(to);
        for (const [one, other] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(one);
          one.pipe(other);
          one.on('error', () => other.destroy()).on('close', () => other.destroy());
        }
      }).listen(port, '127.0.0.1', () => {
        const bound = server?.address();
        if (typeof bound === 'object' && bound) ({ port } = bound);
        resolve(port);
      });
    });
  const cut = () => {
    server?.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return { open, cut };
}

describe('the api over HTTP', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-api-'));
  let app: NestFastifyApplication;
  let address: string;
  let wire: ReturnType<typeof line>;
  beforeAll(async () => {
    const { owner } = database();
    await enterLaboratory(owner);
    const credential = async (token: string, actor: number, revoked = false) => owner`
      insert into credential (token_hash, actor_id, issued_at, revoked_at)
      values (${tokenHash(token)}, ${actor}, '2030-01-01Z', ${revoked ? '2030-01-01Z' : null})`;
    await credential('tablet', -1000);
    await credential('technician', -1001);
    await credential('gone', -1001, true);
    const { host, port, database: name } = owner.options;
    wire = line({ host: host[0] ?? '', port: port[0] ?? 0 });
    const near = await wire.open();
    process.env['DATA_DIR'] = folder;
    process.env['DATABASE_APP_URL'] = `postgres://sweepwell_app:test@127.0.0.1:${near}/${name}`;
    process.env['LOG_LEVEL'] = 'error';
    const { createApi } = await import('./create-api.js');
    app = await createApi();
    await app.listen(0, '127.0.0.1');
    address = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    wire.cut();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (
    method: string,
    path: string,
    given: { token?: string; body?: string; type?: string } = {},
  ) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: {
        ...(given.token && { authorization: `Bearer ${given.token}` }),
        ...(given.body !== undefined && { 'content-type': given.type ?? 'application/json' }),
      },
      ...(given.body !== undefined && { body: given.body }),
    });
    const body = (await answer.json()) as Record<string, unknown>;
    const kind = answer.headers.get('content-type') ?? '';
    return { status: answer.status, body, problem: kind.startsWith('application/problem+json'), answer };
  };
  const tubes = (...list: unknown[]) => JSON.stringify({ tubes: list });

  it.each([
    ['POST', '/v1/tubes', {}, 401, 'credential-missing'],
    ['POST', '/v1/tubes', { token: 'stranger' }, 401, 'credential-unknown'],
    ['POST', '/v1/tubes', { token: 'technician' }, 403, 'role-not-allowed'],
    ['POST', '/v1/plates', { token: 'gone' }, 401, 'credential-revoked'],
    ['POST', '/v1/tubes', { token: 'tablet', body: '{"tubes": [' }, 400, 'malformed'],
    ['POST', '/v1/tubes', { token: 'tablet', body: '{"tubes": 7}' }, 400, 'malformed'],
    ['POST', '/v1/tubes', { token: 'tablet', body: '' }, 400, 'malformed'],
    [
      'POST',
      '/v1/tubes',
      { token: 'tablet', body: 'tubes', type: 'image/png' },
      415,
      'media-type-unsupported',
    ],
    [
      'POST',
      '/v1/tubes',
      { token: 'tablet', body: `"${'x'.repeat(17 * 1024 * 1024)}"` },
      413,
      'body-too-large',
    ],
    ['GET', '/v1/nowhere', {}, 404, 'not-found'],
    ['GET', '/v1/laboratory/waiting?sweepId=0', { token: 'technician' }, 400, 'malformed'],
  ] as const)('%s %s: problem %#', async (method, path, given, status, code) => {
    const told = await ask(method, path, given);
    expect(told).toMatchObject({ status, problem: true });
    expect(told.body).toMatchObject({ type: `urn:sweepwell:${code}`, title: code, status, code });
  });

  it('takes device and site from the credential, and refuses them in a body', async () => {
    const { db } = database();
    const tube = sealTube(-1);
    const told = await ask('POST', '/v1/tubes', {
      token: 'tablet',
      body: tubes(tube, { ...sealTube(-1), siteId: -9 }),
    });
    expect(told.status).toBe(200);
    const receipts = told.body['receipts'] as { outcome: string }[];
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['accepted', 'refused']);
    const [stored] = await db`select site_id as site, device_id as device from tube where id = ${tube.id}`;
    expect(stored).toEqual({ site: -1, device: -1000 });
  });

  it('shows a technician what waits at the own laboratory', async () => {
    const { owner, context } = database();
    const here = {
      sweepId: -1,
      siteId: -1,
      laboratoryId: -1,
      instrumentId: -1,
      deviceId: -1000,
      technicianId: -1001,
    };
    const [tube] = await enterTubes(owner, context, { ...here, residenceId: 1 }, 1);
    const told = await ask('GET', '/v1/laboratory/waiting?sweepId=-1', { token: 'technician' });
    expect(told.body).toEqual({ codes: [tube!.code], waiting: 1 });
  });

  it('answers busy while its database is away, and serves again by itself', async () => {
    const tube = sealTube(-1);
    const send = () => ask('POST', '/v1/tubes', { token: 'tablet', body: tubes(tube) });
    expect((await send()).status).toBe(200);
    wire.cut();
    const other = sealTube(-1);
    const away = await ask('POST', '/v1/tubes', { token: 'tablet', body: tubes(other) });
    expect(away).toMatchObject({ status: 503, problem: true, body: { code: 'busy' } });
    expect(Number(away.answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('GET', '/health')).status).toBe(503);
    await wire.open();
    await expect.poll(async () => (await send()).status, { timeout: 15_000, interval: 200 }).toBe(200);
    expect((await ask('GET', '/health')).status).toBe(200);
    const after = await ask('POST', '/v1/tubes', { token: 'tablet', body: tubes(other) });
    expect(after.body).toMatchObject({ receipts: [{ outcome: 'accepted' }] });
  });
});
