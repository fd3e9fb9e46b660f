import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

// Everything comes from this server; the page has no inline script or style and is framed by nobody.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

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
  // the tablet page lives in a folder of its own, which its service worker keeps
  fastify.get('/tablet', (_, reply) => void reply.redirect('/tablet/', 308));
  await fastify.register(fastifyStatic, {
    root: folder,
    // a route per file: any other path stays the API's, with its own 404
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const forEver = dirname(path) === join(folder, 'assets');
      reply.header('cache-control', forEver ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
      reply.header('content-security-policy', contentSecurityPolicy);
      reply.header('x-content-type-options', 'nosniff');
      reply.header('referrer-policy', 'no-referrer');
    },
  });
}

function rootFolder(from: string): string {
  if (existsSync(join(from, 'package.json')) || from === dirname(from)) return from;
  return rootFolder(dirname(from));
}
