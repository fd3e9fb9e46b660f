import { createServer, type Server } from 'node:https';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Configuration, CONTEXT, type Context, loadTls } from '#lis/platform';
import { tellExpiring } from './tell-expiring.queries.js';

/**
 * Prepares HTTPS beside HTTP on the same handlers, when HTTPS_PORT is set, and `/authority.crt` with which a tablet
 * comes to trust it. Call before the server listens; the answer makes it listen and gives the server. A certificate
 * that ends within 30 days is put on the list of tasks.
 * @throws ConfigurationError for a certificate that cannot be used
 */
export async function serveHttps(
  app: NestFastifyApplication,
  configuration: Configuration,
): Promise<() => Promise<Server | null>> {
  const { httpsPort, httpsHost } = configuration;
  if (httpsPort === 0) return async () => null;
  const { db, clock } = app.get<Context>(CONTEXT);
  const { key, certificate, authority, expiring } = await loadTls(configuration, clock.machine());
  await tellExpiring(db, expiring, clock.now('real'));
  const fastify = app.getHttpAdapter().getInstance();
  if (authority !== null) {
    fastify.get('/authority.crt', (_, reply) => {
      void reply
        .header('content-type', 'application/x-x509-ca-cert')
        .header('cache-control', 'no-cache')
        .send(authority);
    });
  }
  const server = createServer(
    { key, cert: certificate, minVersion: 'TLSv1.2', keepAliveTimeout: 65_000 },
    (request, response) => fastify.routing(request, response),
  );
  fastify.addHook('preClose', (done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
  return () =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(httpsPort, httpsHost, () => resolve(server));
    });
}
