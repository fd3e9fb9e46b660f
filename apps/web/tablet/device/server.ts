import type { TabletSelf, TubeReceipt } from '#lis/contracts';
import { tokenRequestText } from '#lis/domain';
import type { Totals } from '../outbox/entry.js';
import { keepToken, readToken, type Session, type Tablet } from './tablet.js';

const patienceMs = 15_000;
/** A token is asked for anew this long before its end. */
const earlyMs = 60_000;

export class ServerError extends Error {
  override name = 'ServerError';
}

/** The tablet's side of the API. Every function throws a ServerError when there is no good answer. */
export function server({ tabletId, audience, privateKey }: Tablet, unsent: () => number) {
  const post = (body: string): RequestInit => ({
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  const fetchJson = async <T>(path: string, init: RequestInit): Promise<T> => {
    const answer = await fetch(path, { ...init, signal: AbortSignal.timeout(patienceMs) }).catch(() => {
      throw new ServerError('no-connection');
    });
    const told = (await answer.json().catch(() => ({}))) as T & { code?: string };
    if (!answer.ok) throw new ServerError(told.code ?? 'failed');
    return told;
  };
  const newToken = async () => {
    const asked = post(JSON.stringify({ tabletId }));
    const { nonce } = await fetchJson<{ nonce: string }>('/v1/tablets/challenge', asked);
    const text = new TextEncoder().encode(tokenRequestText(tabletId, nonce, audience));
    const signed = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, text);
    const signature = btoa(String.fromCharCode(...new Uint8Array(signed)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
    const { token, expiresInSeconds } = await fetchJson<{ token: string; expiresInSeconds: number }>(
      '/v1/tablets/token',
      post(JSON.stringify({ tabletId, nonce, signature })),
    );
    await keepToken({ token, until: Date.now() + expiresInSeconds * 1000 - earlyMs });
    return token;
  };
  const tokenNow = async () => {
    const known = await readToken();
    if (known && known.until > Date.now()) return known.token;
    // out of service: the last token still delivers what was sealed
    return newToken().catch((error: unknown) => {
      const told = error instanceof ServerError ? error.message : '';
      if (known && ['nonce-unknown', 'tablet-revoked'].includes(told)) return known.token;
      throw error;
    });
  };
  const ask = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const headers = {
      ...(init.headers as Record<string, string> | undefined),
      authorization: `Bearer ${await tokenNow()}`,
      'x-unsent-tubes': String(unsent()),
    };
    return fetchJson<T>(path, { ...init, headers });
  };
  return {
    self: () => ask<TabletSelf>('/v1/tablet/self'),
    openSession: ({ id, sweepId, openedAt }: Session) =>
      ask('/v1/sessions', post(JSON.stringify({ id, sweepId, openedAt }))),
    /** The bodies go out as they were made: parsed and written again they might differ. */
    sendTubes: async (bodies: readonly string[]) =>
      (await ask<{ receipts: TubeReceipt[] }>('/v1/tubes', post(`{"tubes":[${bodies.join(',')}]}`))).receipts,
    count: (totals: Totals) => ask('/v1/device-counts', post(JSON.stringify(totals))),
  };
}
