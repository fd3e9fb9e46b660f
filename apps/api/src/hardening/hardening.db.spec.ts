import { connect } from 'node:net';
import { csrfToken, tokenHash } from '#lis/platform';
import { sealTube, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveApi, type Served } from './serve.fixture.js';

describe('before every route', () => {
  const database = useDatabase();
  let served: Served;
  beforeAll(async () => {
    served = await serveApi(database(), { REQUESTS_PER_SECOND: '100', LOOKUPS_PER_SECOND: '10' });
  });
  afterAll(() => served.close());

  const ask = async (
    path: string,
    token: string | null,
    body?: string,
    more: Record<string, string> = {},
    method = 'POST',
  ) => {
    const answer = await fetch(`http://127.0.0.1:${served.port}${path}`, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, code: /"code":"([^"]*)"/.exec(text)?.[1] };
  };
  /** Raw bytes, and what came back. */
  const send = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(served.port, '127.0.0.1', () => socket.write(bytes));
      let heard = '';
      socket.on('data', (chunk) => (heard += chunk.toString()));
      socket.on('close', () => resolve(heard)).on('error', reject);
    });
  const quietSecond = () => new Promise((resolve) => setTimeout(resolve, 1100));

  it('sends headers that let nobody frame, sniff or load', async () => {
    const { headers } = await ask('/health', null, undefined, {}, 'GET');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toContain('max-age=');
  });

  it.each([
    ['/v1/plates', 'technician', 256 * 1024 + 1, 413, 'body-too-large'],
    ['/v1/plates', 'technician', 200 * 1024, 400, 'malformed'],
    ['/v1/lookup', null, 256 * 1024 + 1, 413, 'body-too-large'],
    ['/v1/tubes', 'tablet', 2 * 1024 * 1024, 400, 'malformed'],
    ['/v1/tubes', 'tablet', 16 * 1024 * 1024 + 1, 413, 'body-too-large'],
    // 2 MiB of a stranger are not read
    ['/v1/tubes', null, 2 * 1024 * 1024, 401, 'credential-missing'],
    ['/v1/tubes', 'stranger', 2 * 1024 * 1024, 401, 'credential-unknown'],
  ])('%s of %s with %i bytes: %i %s', async (path, token, bytes, status, code) => {
    expect(await ask(path, token, `"${'x'.repeat(bytes - 2)}"`)).toMatchObject({ status, code });
  });

  it('reads a large file of a session that shows its CSRF token, and of no other cookie', async () => {
    const { owner } = database();
    await owner`
      insert into account (actor_id, login_name, password_hash, password_must_change, created_at)
      values (-1001, 'technician', '', false, '2030-01-01Z')`;
    await owner`
      insert into account_session (token_hash, id, actor_id, method, origin, opened_at, last_seen_at, ends_at)
      values (${tokenHash('session')}, gen_random_uuid(), -1001, 'password', '127.0.0.1', '2020-01-01Z', '2100-01-01Z', '2100-01-01Z')`;
    const upload = (cookie: string, csrf: string) =>
      ask('/v1/instrument-files/preview', null, `"${'x'.repeat(2 * 1024 * 1024)}"`, {
        cookie: `sweepwell=${cookie}`,
        'x-sweepwell-csrf': csrf,
      });
    expect(await upload('session', csrfToken('session'))).toMatchObject({ status: 400, code: 'malformed' });
    expect(await upload('session', 'other')).toMatchObject({ status: 403, code: 'csrf' });
    expect(await upload('stranger', csrfToken('stranger'))).toMatchObject({
      status: 401,
      code: 'session-ended',
    });
  });

  it('bounds a body that does not tell its length', async () => {
    const body = new ReadableStream({
      pull: (stream) => stream.enqueue(new Uint8Array(64 * 1024).fill(32)),
    });
    const answer = await fetch(`http://127.0.0.1:${served.port}/v1/plates`, {
      method: 'POST',
      headers: { authorization: 'Bearer technician', 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit).then(
      ({ status }) => status,
      // the connection may end while the body is still being sent
      () => 413,
    );
    expect(answer).toBe(413);
  });

  it('counts a credential’s requests, not its address’s', async () => {
    await quietSecond();
    const burst = await Promise.all(Array.from({ length: 130 }, () => ask('/v1/sessions', 'tablet', '{}')));
    const refused = burst.filter(({ status }) => status === 429);
    // a burst that crosses the second's border gets the next second's share too
    expect(refused.length).toBeLessThanOrEqual(30);
    expect(burst.filter(({ status }) => status === 400).length).toBeGreaterThanOrEqual(100);
    const more = await Promise.all(Array.from({ length: 150 }, () => ask('/v1/sessions', 'tablet', '{}')));
    const late = more.find(({ status }) => status === 429);
    expect(late).toMatchObject({ code: 'too-many-requests' });
    expect(Number(late?.headers.get('retry-after'))).toBe(1);
    expect((await ask('/v1/plates', 'technician', '{}')).status).toBe(400);
  });

  it('counts public look-ups by address', async () => {
    await quietSecond();
    const burst = await Promise.all(Array.from({ length: 40 }, () => ask('/v1/lookup', null, '{}')));
    const served400 = burst.filter(({ status }) => status === 400).length;
    expect(served400).toBeGreaterThanOrEqual(10);
    expect(served400).toBeLessThanOrEqual(20);
    expect(burst.filter(({ status }) => status === 429).length).toBe(40 - served400);
  });

  it.each([
    ['no HTTP', 'EHLO there\r\n\r\n', 400, 'malformed'],
    [
      'headers of 20 kB',
      `GET /health HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    [
      'two lengths',
      'POST /v1/lookup HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\n{}',
      400,
      'malformed',
    ],
    [
      'a length and chunks',
      'POST /v1/lookup HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'malformed',
    ],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400, 'malformed'],
  ])('answers %s with a problem', async (_, bytes, status, code) => {
    const heard = await send(bytes);
    expect(heard).toContain(`HTTP/1.1 ${status}`);
    if (heard.includes('problem+json')) expect(heard).toContain(`"code":"${code}"`);
    expect(heard).not.toContain('yyy');
  });

  it.each([
    ['authorization', 'Basic dXNlcjpwdw==', 401, 'credential-missing'],
    ['authorization', 'Bearer a b', 401, 'credential-missing'],
    ['authorization', `Bearer ${'a'.repeat(600)}`, 401, 'credential-missing'],
    ['authorization', "Bearer ' or 1=1", 401, 'credential-missing'],
    ['content-type', 'application/xml', 415, 'media-type-unsupported'],
    ['content-type', 'text', 415, 'media-type-unsupported'],
  ])('answers an odd %s: %s', async (name, value, status, code) => {
    const token = name === 'authorization' ? null : 'technician';
    expect(await ask('/v1/plates', token, '{}', { [name]: value })).toMatchObject({ status, code });
  });

  it('takes no unknown realm for the real one', async () => {
    await quietSecond();
    const identity = JSON.stringify({ identity: sealTube(-1).members[0]?.identity });
    const told = (realm: string) => ask('/v1/lookup', null, identity, { 'x-sweepwell-realm': realm });
    expect(await told('drill')).toMatchObject({ status: 200 });
    expect(await told('DRILL')).toMatchObject({ status: 400, code: 'malformed' });
  });

  it('ends who sends slowly', () => {
    const { headersTimeout, requestTimeout, timeout } = served.app.getHttpServer() as {
      headersTimeout: number;
      requestTimeout: number;
      timeout: number;
    };
    expect({ headersTimeout, requestTimeout, timeout }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      timeout: 120_000,
    });
  });

  it('counts 10,000 times without leaving the process: less than 100 µs each on a busy machine', async () => {
    const fastify = served.app.getHttpAdapter().getInstance();
    const count = fastify.createRateLimit({ max: 100 });
    const request = { ip: '1', headers: { authorization: 'Bearer tablet' }, routeOptions: { config: {} } };
    const started = performance.now();
    for (let i = 0; i < 10_000; i++) await count(request as never);
    const each = ((performance.now() - started) / 10_000) * 1000;
    expect(each).toBeLessThan(100);
  });
});
