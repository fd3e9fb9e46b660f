import { readFileSync } from 'node:fs';
import { type Transaction, writeAudit } from '#lis/persistence';
import { type Context, open, Rejection, seal } from '#lis/platform';
import * as client from 'openid-client';
import { strangersRows } from './audit-throttle.js';
import { openSession } from './open-session.js';

type LogInState = { state: string; nonce: string; codeVerifier: string; until: number };
/** Long enough for a second factor; the state is in the browser alone, sealed. */
export const logInSeconds = 600;
const boundTo = 'oidc-log-in';

let discovered: { issuer: string; configuration: Promise<client.Configuration> } | undefined;

/** @throws Rejection 404 oidc-not-configured, 503 busy while the identity provider cannot be asked */
async function provider({ configuration: { oidc } }: Context): Promise<client.Configuration> {
  if (!oidc) throw new Rejection(404, 'oidc-not-configured');
  if (discovered?.issuer !== oidc.issuer) {
    const issuer = new URL(oidc.issuer);
    const secret = readFileSync(oidc.secretFile, 'utf8').trim();
    // plain HTTP only to a provider on this machine
    const local = ['127.0.0.1', '[::1]', 'localhost'].includes(issuer.hostname);
    const options = local ? { execute: [client.allowInsecureRequests] } : {};
    const configuration = client.discovery(issuer, oidc.clientId, secret, undefined, options);
    discovered = { issuer: oidc.issuer, configuration };
  }
  try {
    return await discovered.configuration;
  } catch {
    discovered = undefined;
    throw new Rejection(503, 'busy', {}, 5);
  }
}

const callback = ({ configuration }: Context) => new URL('/v1/oidc/callback', configuration.publicUrl);

/** Where the browser goes to log in, and what it keeps until it comes back (authorization code, PKCE, state, nonce). */
export async function startOidc(context: Context): Promise<{ address: string; kept: string }> {
  const configuration = await provider(context);
  const kept: LogInState = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
    until: context.clock.machine() + logInSeconds * 1000,
  };
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callback(context).href,
    scope: 'openid',
    response_type: 'code',
    code_challenge: await client.calculatePKCECodeChallenge(kept.codeVerifier),
    code_challenge_method: 'S256',
    ...{ state: kept.state, nonce: kept.nonce },
  });
  const sealed = seal(context.keys, 'real', JSON.stringify(kept), boundTo).toString('base64url');
  return { address: address.href, kept: sealed };
}

function readKept(context: Context, sealed: string | undefined): LogInState {
  try {
    const bytes = Buffer.from(sealed ?? '', 'base64url');
    const text = open(context.keys, 'real', context.keys.real.dataKeyId, bytes, boundTo);
    const kept = JSON.parse(text) as LogInState;
    if (kept.until > context.clock.machine()) return kept;
  } catch {
    // forged, cut off, or of an older key: the person starts again
  }
  throw new Rejection(401, 'log-in-expired');
}

/**
 * Ends a log-in at the identity provider, and gives the session's token. No account is made by itself.
 * @throws Rejection 401 log-in-expired, 401 log-in-refused for whatever the provider's answer lacks, 403 account-not-linked
 */
export async function finishOidc(
  context: Context,
  origin: string,
  query: string,
  sealed: string | undefined,
) {
  const configuration = await provider(context);
  const { state, nonce, codeVerifier } = readKept(context, sealed);
  const address = callback(context);
  address.search = query;
  const checks = { pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce };
  const claims = await client.authorizationCodeGrant(configuration, address, checks).then(
    (tokens) => tokens.claims(),
    () => undefined,
  );
  if (!claims) {
    await context.db.begin((tx) => auditRefusal(tx, context, origin, 'provider-answer'));
    throw new Rejection(401, 'log-in-refused');
  }
  const work = async (tx: Transaction) => {
    const [account] = await tx<{ id: number }[]>`
      select actor_id as id from account
      where oidc_issuer = ${claims.iss} and oidc_subject = ${claims.sub} and disabled_at is null for update`;
    if (account) return openSession(tx, context, account.id, 'oidc', origin);
    await auditRefusal(tx, context, origin, 'not-linked');
    return null;
  };
  const token = await context.db.begin(work);
  if (token === null) throw new Rejection(403, 'account-not-linked');
  return token;
}

const auditRefusal = (tx: Transaction, { clock }: Context, origin: string, reason: string) =>
  writeAudit(
    tx,
    strangersRows.admit(
      {
        ...{ at: clock.now('real'), sweepId: null, actor: 'system:log-in', origin },
        ...{ action: 'log-in-failed', subject: 'account:unknown', detail: { method: 'oidc', reason } },
      },
      clock.machine(),
    ),
  );
