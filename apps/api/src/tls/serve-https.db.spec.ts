import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationError, CONTEXT, loadTls } from '#lis/platform';
import { useDatabase } from '#lis/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { serveHttps } from './serve-https.js';

const day = 86_400_000;

describe('HTTPS', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-tls-'));
  let app: NestFastifyApplication | undefined;
  afterEach(async () => {
    await app?.close();
    app = undefined;
    rmSync(folder, { recursive: true, force: true });
  });
  const settings = () => ({
    ...database().context.configuration,
    httpsPort: -1,
    httpsHost: '127.0.0.1',
    dataFolder: folder,
    publicHost: 'sweepwell.city.example',
  });
  const start = async (given: Partial<ReturnType<typeof settings>> = {}) => {
    class Nothing {}
    Module({ providers: [{ provide: CONTEXT, useValue: database().context }] })(Nothing);
    app = await NestFactory.create<NestFastifyApplication>(Nothing, new FastifyAdapter(), { logger: false });
    const listen = await serveHttps(app, { ...settings(), ...given }, 50);
    await app.listen(0, '127.0.0.1');
    return listen;
  };
  const request = async (port: number, ca: string, servername: string) => {
    const asked = get({ host: '127.0.0.1', port, path: '/authority.crt', ca, servername, agent: false });
    const [answer] = await once(asked, 'response');
    let body = '';
    for await (const part of answer) body += String(part);
    return { status: answer.statusCode, type: answer.headers['content-type'], body };
  };
  const port0 = async (given: Partial<ReturnType<typeof settings>> = {}) => {
    const server = await (await start({ ...given, httpsPort: await freePort() }))();
    return (server!.address() as AddressInfo).port;
  };

  it('is off without a port', async () => {
    const listen = await start({ httpsPort: 0 });
    expect(await listen()).toBeNull();
    expect((await fetch(`${await app!.getUrl()}/authority.crt`)).status).toBe(404);
  });

  it('is served with a certificate of the own authority, by the names that tablets use', async () => {
    const port = await port0();
    const told = await fetch(`${await app!.getUrl()}/authority.crt`);
    expect(told.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    const authority = await told.text();
    for (const name of ['localhost', 'sweepwell.city.example']) {
      expect(await request(port, authority, name)).toMatchObject({ status: 200, body: authority });
    }
    await expect(request(port, authority, 'elsewhere.example')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    const other = await loadTls({ ...settings(), dataFolder: join(folder, 'other') }, Date.now());
    await expect(request(port, other.authority!, 'localhost')).rejects.toThrow();
    expect(await database().db`select 1 from attention where code = 'certificate-expiring'`).toEqual([]);
  });

  it('keeps its keys for the owner alone, and the same ones at the next start', async () => {
    const first = await loadTls(settings(), Date.now());
    expect(statSync(join(folder, 'tls')).mode & 0o777).toBe(0o700);
    for (const name of ['authority.pem', 'server.pem']) {
      expect(statSync(join(folder, 'tls', name)).mode & 0o777).toBe(0o600);
    }
    expect(await loadTls(settings(), Date.now() + 300 * day)).toEqual(first);
  });

  it('renews the server’s certificate two months before its end and for a new name, never the authority', async () => {
    const first = await loadTls(settings(), Date.now());
    const later = await loadTls(settings(), Date.now() + 340 * day);
    expect(later.certificate).not.toBe(first.certificate);
    expect(later.authority).toBe(first.authority);
    const named = await loadTls({ ...settings(), publicHost: 'new.example' }, Date.now() + 340 * day);
    expect(named.certificate).not.toBe(later.certificate);
    expect(named.expiring).toEqual([]);
    const old = await loadTls(settings(), Date.now() + 3640 * day);
    expect(old.expiring.map(({ subject }) => subject)).toContain('certificate:authority');
  });

  it('tells a person once that a given certificate ends within 30 days', async () => {
    const { certificate, key } = await loadTls(settings(), Date.now() - 370 * day);
    const files = { tlsCertificateFile: join(folder, 'given.crt'), tlsKeyFile: join(folder, 'given.key') };
    writeFileSync(files.tlsCertificateFile, certificate);
    writeFileSync(files.tlsKeyFile, key);
    await start({ ...files, httpsPort: 1 });
    await app!.close();
    await start({ ...files, httpsPort: 1 });
    const asked = await database().db`
      select sweep_id as sweep, subject from attention where code = 'certificate-expiring'`;
    expect(asked).toEqual([{ sweep: null, subject: 'certificate:given' }]);
    expect((await fetch(`${await app!.getUrl()}/authority.crt`)).status).toBe(404);
  });

  it('reads a given certificate again when its files change, and keeps the old one for a broken pair', async () => {
    mkdirSync(folder, { recursive: true });
    const made = async (name: string) =>
      loadTls({ ...settings(), dataFolder: join(folder, name), publicHost: `${name}.example` }, Date.now());
    const [first, second] = [await made('first'), await made('second')];
    const files = { tlsCertificateFile: join(folder, 'live.crt'), tlsKeyFile: join(folder, 'live.key') };
    const give = (certificate: string, key: string) => {
      writeFileSync(files.tlsCertificateFile, certificate);
      writeFileSync(files.tlsKeyFile, key);
    };
    give(first.certificate, first.key);
    const port = await port0(files);
    const serves = (authority: string) =>
      request(port, authority, 'localhost').then(
        () => true,
        () => false,
      );
    const tasks = async () =>
      (
        await database().db<{ open: boolean }[]>`
          select closed_at is null as open from attention where code = 'certificate-unusable' and subject = 'api:https'`
      ).map(({ open }) => open);
    expect([await serves(first.authority!), await serves(second.authority!)]).toEqual([true, false]);
    give(second.certificate, first.key);
    await expect.poll(tasks, { timeout: 10_000 }).toEqual([true]);
    give('no certificate at all', second.key);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await tasks()).toEqual([true]);
    expect(await serves(first.authority!)).toBe(true);
    give(second.certificate, second.key);
    await expect.poll(() => serves(second.authority!), { timeout: 10_000 }).toBe(true);
    await expect.poll(tasks, { timeout: 10_000 }).toEqual([false]);
    expect(await serves(first.authority!)).toBe(false);
  }, 60_000);

  it('says which setting cannot be used', async () => {
    const absent = { ...settings(), tlsCertificateFile: '/nowhere', tlsKeyFile: '/nowhere' };
    await expect(loadTls(absent, 0)).rejects.toThrow(/TLS_CERT_FILE: \/nowhere/);
    const half = loadTls({ ...settings(), tlsKeyFile: '/nowhere' }, 0);
    await expect(half).rejects.toBeInstanceOf(ConfigurationError);
  });
});

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
