import type { EnrolTabletAnswer, TabletSelf } from '#lis/contracts';
import { keep, recall } from '../browser/database.js';

/** What this tablet is: kept in its browser, the private key as one that nothing can read out. */
export type Tablet = {
  tabletId: number;
  audience: string;
  privateKey: CryptoKey;
};
export type Session = { id: string; sweepId: number; openedAt: string; told: boolean };
type Token = { token: string; until: number };
type Pending = { publicKey: JsonWebKey; privateKey: CryptoKey };

export const readTablet = () => recall<Tablet>('tablet');
export const readSelf = () => recall<TabletSelf>('self');
export const keepSelf = (self: TabletSelf) => keep('self', self);
export const readSession = () => recall<Session>('session');
export const keepSession = (session: Session) => keep('session', session);
export const readToken = () => recall<Token>('token');
export const keepToken = (token: Token) => keep('token', token);

/** The key pair of an enrolment: made once and kept before it is sent, so that a lost answer is asked for again. */
async function keyPair(): Promise<Pending> {
  const known = await recall<Pending>('pending');
  if (known) return known;
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(curve, false, ['sign']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const made = { publicKey: { kty, crv, x, y } as JsonWebKey, privateKey };
  await keep('pending', made);
  return made;
}

/** Enrols this browser with a code. @throws the server's code of refusal, or `no-connection` */
export async function enrol(code: string, name: string): Promise<Tablet> {
  const { publicKey, privateKey } = await keyPair();
  const answer = await fetch('/v1/tablets/enrol', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey, name }),
  }).catch(() => {
    throw new Error('no-connection');
  });
  const told = (await answer.json()) as EnrolTabletAnswer & { code?: string };
  if (!answer.ok) throw new Error(told.code ?? 'failed');
  const tablet = { tabletId: told.tabletId, audience: told.audience, privateKey };
  await keep('tablet', tablet);
  return tablet;
}

/** The code of an address as an administrator hands it out, or the code itself. */
export function codeIn(given: string): string {
  const fragment = given.includes('#') ? given.slice(given.indexOf('#') + 1) : null;
  return (fragment === null ? given : (new URLSearchParams(fragment).get('code') ?? '')).trim();
}
