import { createServer, type Server } from 'node:https';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createSecureContext } from 'node:tls';
import { Logger } from '@nestjs/common';
import {
  type Configuration,
  CONTEXT,
  type Context,
  followCertificate,
  loadTls,
  tlsFiles,
} from '#lis/platform';
import { answerOddRequest, serverLimits } from '../hardening/index.js';
import { tellExpiring } from './tell-expiring.queries.js';

/**
 * Prepares HTTPS beside HTTP on the same handlers, when HTTPS_PORT is set, and `/authority.crt` with which a tablet
 * comes to trust it. Call before the server listens; the answer makes it listen and gives the server. A certificate
 * that ends within 30 days is put on the list of tasks. Files that change later are read again.
 * @throws ConfigurationError for a certificate that cannot be used
 */
export async function serveHttps(
  app: NestFastifyApplication,
  configuration: Configuration,
  everyMs?: number,
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
  const { connectionTimeout, maxConnections, ...limits } = serverLimits(configuration);
  const server = createServer(
    { ...securely({ key, certificate }), ...limits, handshakeTimeout: limits.headersTimeout },
    (request, response) => fastify.routing(request, response),
  );
  server.setTimeout(connectionTimeout);
  server.maxConnections = maxConnections;
  server.on('clientError', answerOddRequest);
  const log = new Logger('Https');
  const following = followCertificate(
    { db, clock },
    {
      subject: 'api:https',
      files: tlsFiles(configuration),
      renew: async () => {
        const next = await loadTls(configuration, clock.machine());
        // throws for a key of another certificate
        createSecureContext(securely(next));
        server.setSecureContext(securely(next));
        await tellExpiring(db, next.expiring, clock.now('real'));
      },
      warn: (event, detail) => log.warn({ event, ...detail }),
      ...(everyMs !== undefined && { everyMs }),
    },
  );
  fastify.addHook('preClose', (done) => {
    following.stop();
    server.close(() => done());
    server.closeAllConnections();
  });
  return () =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(httpsPort, httpsHost, () => resolve(server));
    });
}

const securely = ({ key, certificate }: { key: string; certificate: string }) =>
  ({ key, cert: certificate, minVersion: 'TLSv1.2' }) as const;
