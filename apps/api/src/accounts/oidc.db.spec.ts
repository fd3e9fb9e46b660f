import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useAccountsApi } from './accounts.fixture.js';

type ProviderClass = new (
  issuer: string,
  settings: unknown,
) => { callback: () => (request: unknown, response: unknown) => void };

const publicUrl = 'http://127.0.0.1:9';
const folder = mkdtempSync(join(tmpdir(), 'sweepwell-oidc-'));
const secretFile = join(folder, 'secret');
const oidc = { issuer: '', clientId: 'sweepwell', secretFile };

/** A real identity provider, whose log-in page takes any name as the subject. */
async function startProvider(): Promise<Server> {
  // @ts-expect-error the package has no types
  const { Provider } = (await import('oidc-provider')) as { Provider: ProviderClass };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  oidc.issuer = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  const provider = new Provider(oidc.issuer, {
    clients: [
      {
        client_id: 'sweepwell',
        client_secret: 'a secret of the city',
        redirect_uris: [`${publicUrl}/v1/oidc/callback`],
      },
    ],
    cookies: { keys: ['test'] },
  });
  const serve = provider.callback();
  server.on('request', (request, response) => serve(request, response));
  return server;
}

describe('logging in at an identity provider', () => {
  const { ask, enter, create, administrators, audited, clock } = useAccountsApi(() => ({ publicUrl, oidc }));
  let server: Server;
  beforeAll(async () => {
    writeFileSync(secretFile, 'a secret of the city\n', { mode: 0o600 });
    server = await startProvider();
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async () => {
    const told = await ask('oidc/start');
    return { address: new URL(told.location), kept: told.cookies[0]?.split(';')[0] ?? '', told };
  };
  /** Plays the browser at the provider, until it is sent back to us. */
  const visit = async (address: URL, subject: string): Promise<string> => {
    const jar = new Map<string, string>();
    const go = async (at: URL, form?: Record<string, string>): Promise<string> => {
      const answer = await fetch(at, {
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
        jar.set(name, value);
      }
      const text = await answer.text();
      const next = answer.headers.get('location');
      if (next?.startsWith(publicUrl)) return next.slice(publicUrl.length);
      if (next) return go(new URL(next, at));
      const action = /action="([^"]+)"/.exec(text)?.[1];
      if (!action) throw new Error(`no form at ${at.pathname}: ${answer.status}`);
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1] ?? '';
      return go(new URL(action, at), { prompt, login: subject, password: 'any' });
    };
    return go(address);
  };
  const link = (accountId: number, subject: string) =>
    ask('accounts/link', {
      bearer: administrators.drill,
      body: { accountId, issuer: oidc.issuer, subject },
    });

  it('gives the linked account a session, without a change of its first password', async () => {
    const { accountId } = await create('linked');
    expect((await link(accountId, 'subject-1')).status).toBe(200);
    const { address, kept, told } = await start();
    expect(told.cookies[0]).toMatch(/Max-Age=600; Path=\/; HttpOnly; SameSite=Lax/);
    expect(address.searchParams.get('code_challenge_method')).toBe('S256');
    expect(decodeURIComponent(kept)).not.toContain(address.searchParams.get('state'));
    const back = await visit(address, 'subject-1');
    const done = await ask(back, { cookie: kept });
    expect([done.status, done.location]).toEqual([302, '/']);
    const cookie = done.cookies.find((one) => one.startsWith('sweepwell='))?.split(';')[0] ?? '';
    const me = await ask('me', { cookie });
    expect(me.body).toMatchObject({ accountId, mustChangePassword: false });
    expect(await audited('logged-in', accountId)).toMatchObject([{ detail: { method: 'oidc' } }]);
    // a code is good once
    const again = await ask(back, { cookie: kept });
    expect([again.status, again.body['code']]).toEqual([401, 'log-in-refused']);
  });

  it('leads a person in a browser back to the log-in with the code of the refusal', async () => {
    const back = '/v1/oidc/callback?code=x&state=y';
    const told = await ask(back, { accept: 'text/html,application/xhtml+xml' });
    expect([told.status, told.location]).toEqual([302, '/#refused=log-in-expired']);
    expect((await ask(back)).body['code']).toBe('log-in-expired');
    expect((await ask('log-in')).body).toEqual({ oidc: true });
  });

  it('makes no account for a subject that is not linked, and none for a disabled one', async () => {
    const { accountId } = await enter('left');
    await link(accountId, 'subject-2');
    await ask('accounts/disable', { bearer: administrators.drill, body: { accountId } });
    for (const subject of ['nobody', 'subject-2']) {
      const { address, kept } = await start();
      const told = await ask(await visit(address, subject), { cookie: kept });
      expect([told.status, told.body['code'], told.cookies]).toEqual([403, 'account-not-linked', []]);
    }
    const other = await create('other');
    expect((await link(other.accountId, 'subject-2')).body['code']).toBe('subject-taken');
  });

  it('refuses an answer of another log-in: state, nonce, issuer or code', async () => {
    const { accountId } = await create('careful');
    await link(accountId, 'subject-3');
    const refused = async (back: string, cookie: string) => {
      const told = await ask(back, { cookie });
      return [told.status, told.body['code'], told.cookies];
    };
    const [one, other] = [await start(), await start()];
    const back = await visit(one.address, 'subject-3');
    expect(await refused(back, other.kept)).toEqual([401, 'log-in-refused', []]);
    const forged = new URL(back, publicUrl);
    forged.searchParams.set('state', other.address.searchParams.get('state') ?? '');
    expect(await refused(forged.pathname + forged.search, one.kept)).toEqual([401, 'log-in-refused', []]);
    expect(await refused('/v1/oidc/callback', one.kept)).toEqual([401, 'log-in-refused', []]);

    // the state agrees and the provider's token is genuine, but was asked for with another nonce
    const third = await start();
    third.address.searchParams.set('nonce', 'of-somebody-else');
    expect(await refused(await visit(third.address, 'subject-3'), third.kept)).toEqual([
      401,
      'log-in-refused',
      [],
    ]);
  });

  it('refuses a log-in that nobody started, whose cookie was changed, or that took too long', async () => {
    const { address, kept } = await start();
    const back = await visit(address, 'subject-3');
    const changed = `${kept.slice(0, -4)}${kept.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    for (const cookie of ['other=1', changed, `${kept.split('=')[0]}=`])
      expect((await ask(back, { cookie })).body['code']).toBe('log-in-expired');
    clock.shift += 601_000;
    expect((await ask(back, { cookie: kept })).body['code']).toBe('log-in-expired');
  });
});

describe('without an identity provider', () => {
  const { ask } = useAccountsApi();

  it('says that there is none', async () => {
    expect((await ask('oidc/start')).body['code']).toBe('oidc-not-configured');
  });
});
