import { type Arena, expectStatus, firstOf, tokenOf } from './arena.js';
import { tokenRequestText } from '#lis/domain';
import { setTimeout as sleep } from 'node:timers/promises';

const { subtle } = globalThis.crypto;
const waiting = '/v1/administration/tablets?siteCode=S-BENCH';
/** what another process revoked is seen within 2 s (docs/architecture.md) */
const seenWithinMs = 2500;

/** Forged, expired and revoked ones open nothing, at either process; a taken-back one nothing 2 s later. */
export async function useBadTokens({ ask, drawn, product }: Arena): Promise<string | null> {
  const { owner } = product.database;
  const bad = ['expired', 'revoked', 'nobody'].map(tokenOf);
  bad.push(drawn('token'), `${product.sweep.token}x`, product.sweep.token.slice(1));
  for (const api of [0, 1])
    for (const token of bad) {
      const fault = expectStatus(`a bad token`, await ask({ path: waiting, token }, api), 401, 429);
      if (fault) return fault;
    }
  const token = tokenOf('administrator');
  const both = () => Promise.all([0, 1].map((api) => ask({ path: waiting, token }, api)));
  const before = await both();
  await owner`update credential set revoked_at = issued_at where actor_id = -115`;
  await sleep(seenWithinMs);
  const after = await both();
  await owner`update credential set revoked_at = null where actor_id = -115`;
  await sleep(seenWithinMs);
  return firstOf(
    ...before.map((one) => expectStatus('a good token', one, 200)),
    ...after.map((one) => expectStatus('a token that was revoked', one, 401)),
  );
}

/** A tablet's signature serves once; a stolen tablet that was revoked gets no token, and delivers into quarantine only. */
export async function stealTablet({ ask, product }: Arena): Promise<string | null> {
  const { owner } = product.database;
  const administrator = tokenOf('administrator');
  const post = async <Answer>(path: string, body: unknown, token?: string) => {
    const told = await ask({ path, body, ...(token !== undefined && { token }) });
    return { ...told, answer: JSON.parse(told.text) as Answer };
  };
  const code = await post<{ code: string }>(
    '/v1/administration/tablets/codes',
    { siteCode: 'S-BENCH' },
    administrator,
  );
  const pair = () => subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const keys = await pair();
  const enrolment = async ({ publicKey }: CryptoKeyPair) => {
    const { kty, crv, x, y } = await subtle.exportKey('jwk', publicKey);
    return { code: code.answer.code, publicKey: { kty, crv, x, y }, name: 'stolen' };
  };
  const enrolled = await post<{ tabletId: number; audience: string }>(
    '/v1/tablets/enrol',
    await enrolment(keys),
  );
  const { tabletId, audience } = enrolled.answer;
  const again = await post('/v1/tablets/enrol', await enrolment(await pair()));
  const proof = async () => {
    const { answer } = await post<{ nonce: string }>('/v1/tablets/challenge', { tabletId });
    const text = new TextEncoder().encode(tokenRequestText(tabletId, answer.nonce, audience));
    const signed = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, text);
    return { tabletId, nonce: answer.nonce, signature: Buffer.from(signed).toString('base64url') };
  };
  const first = await proof();
  const given = await post<{ token: string }>('/v1/tablets/token', first);
  const replayed = await post('/v1/tablets/token', first);
  const self = () => ask({ path: '/v1/tablet/self', token: given.answer.token });
  const before = await self();
  const revoked = await post('/v1/administration/tablets/revoke', { tabletId }, administrator);
  const late = await ask({ path: '/v1/tablets/token', body: await proof().catch(() => first) });
  const after = await self();
  const [told] = await owner<{ n: number }[]>`
    select count(*)::int as n from audit where action = 'tablet-revoked' and subject like ${`%${tabletId}`}`;
  return firstOf(
    expectStatus('an enrolment', enrolled, 200, 201),
    again.status < 400 ? 'an enrolment code served a second key' : null,
    expectStatus('a proof of key', given, 200, 201),
    replayed.status < 400 ? 'a proof of key was replayed' : null,
    expectStatus('the tablet before it was stolen', before, 200),
    expectStatus('the revocation', revoked, 200),
    late.status < 400 ? 'a revoked tablet got a token' : null,
    expectStatus('a stolen tablet', after, 401),
    told?.n === 1 ? null : 'the revocation is not in the audit',
  );
}
