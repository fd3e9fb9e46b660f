import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  authenticate,
  authenticateSession,
  bearerOf,
  CONTEXT,
  type Context,
  isCsrfToken,
  readCookie,
  Rejection,
} from '#lis/platform';

/** Bytes. A plate of codes or a box of 2,000 tubes is below 64 KiB. */
const ordinaryBytes = 256 * 1024;
/** Bytes: 500 tubes of 20 people with long names stay below it, and the list of a city's communities. */
const bulkBytes = 16 * 1024 * 1024;

/** Tubes, instruments' files, the CSV, and the administration's lists, whose contracts take up to 100,000 lines. */
const bulkRoutes: ReadonlySet<string> = new Set([
  '/v1/tubes',
  '/v1/administration/jurisdictions',
  '/v1/administration/sweeps',
  '/v1/administration/sites',
  '/v1/administration/actors',
  '/v1/instrument-files/preview',
]);

/**
 * Every route takes 256 KiB, bulk routes 16 MiB. Fastify reads a body before any guard runs: a large one is read
 * for a known credential only. To be called before routes are made.
 */
export function limitBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const context = app.get<Context>(CONTEXT);
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = bulkRoutes.has(route.url) ? bulkBytes : ordinaryBytes;
  });
  fastify.addHook('onRequest', async (request) => {
    const { headers, routeOptions } = request;
    if (!bulkRoutes.has(routeOptions.url ?? '')) return;
    const length = headers['content-length'];
    // without a length: chunked, as long as the sender likes
    if (length === undefined ? headers['transfer-encoding'] === undefined : Number(length) <= ordinaryBytes)
      return;
    await askCredential(context, request);
  });
}

type Asking = {
  headers: Record<string, string | string[] | undefined> & {
    authorization?: string | undefined;
    cookie?: string | undefined;
  };
  ip: string;
  protocol: string;
};

/** A program's or tablet's token, or a person's session; where the guard asks again, this is only who may be read. */
async function askCredential(context: Context, request: Asking): Promise<void> {
  const { headers, ip } = request;
  if (headers.authorization === undefined) {
    const token = readCookie(request, context.configuration);
    if (!token) throw new Rejection(401, 'credential-missing');
    if (!(await authenticateSession(context, token))) throw new Rejection(401, 'session-ended');
    // what another site's page has a browser send is not read either
    if (!isCsrfToken(token, String(headers['x-sweepwell-csrf']))) throw new Rejection(403, 'csrf');
    return;
  }
  const token = bearerOf(headers.authorization);
  if (token === null) throw new Rejection(401, 'credential-missing');
  if (!(await authenticate(context, token, ip))) throw new Rejection(401, 'credential-unknown');
}
