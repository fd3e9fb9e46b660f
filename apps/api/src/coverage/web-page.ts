import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

// Everything comes from this server; the page has no inline script or style and is framed by nobody.
const policyWith = (scripts: string) =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const contentSecurityPolicy = policyWith("'self'");
/** The tablet page reads its camera's pictures with WebAssembly. No page may evaluate text as a script. */
const tabletPolicy = policyWith("'self' 'wasm-unsafe-eval'");

const yearSeconds = 31_536_000;

/**
 * Serves the officials' page at `/`. Names under assets/ carry a hash of their content and are kept for ever;
 * everything else is asked for again. Call before the server listens. Without a built page the API still
 * starts, and `/` says so.
 */
export async function serveWebPage(
  app: NestFastifyApplication,
  folder = join(rootFolder(import.meta.dirname), 'dist/apps/web'),
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  if (!existsSync(join(folder, 'index.html'))) {
    fastify.get('/', (_, reply) => {
      const code = 'web-page-not-built';
      void reply
        .status(404)
        .header('content-type', 'application/problem+json')
        .send({
          type: `urn:sweepwell:${code}`,
          title: code,
          status: 404,
          code,
          details: { run: 'npm run build' },
        });
    });
    return;
  }
  // further pages live in folders of their own: the tablet's is what its service worker keeps
  for (const page of ['tablet', 'admin', 'analysers', 'designs', 'account'])
    fastify.get(`/${page}`, (_, reply) => void reply.redirect(`/${page}/`, 308));
  await fastify.register(fastifyStatic, {
    root: folder,
    // a route per file: any other path stays the API's, with its own 404
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const forEver = dirname(path) === join(folder, 'assets');
      reply.header('cache-control', forEver ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
      const isTablet = dirname(path) === join(folder, 'tablet');
      reply.header('content-security-policy', isTablet ? tabletPolicy : contentSecurityPolicy);
      reply.header('permissions-policy', `camera=(${isTablet ? 'self' : ''}), microphone=(), geolocation=()`);
      reply.header('x-content-type-options', 'nosniff');
      reply.header('referrer-policy', 'no-referrer');
    },
  });
}

function rootFolder(from: string): string {
  if (existsSync(join(from, 'package.json')) || from === dirname(from)) return from;
  return rootFolder(dirname(from));
}
