import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { jsonLogger, knowCookies, ProblemFilter, readConfiguration } from '#lis/platform';
import { ApiModule } from './api.module.js';
import { serveWebPage } from './coverage/index.js';
import {
  answerOddRequest,
  fastifyLimits,
  limitBodies,
  limitRates,
  sendSecurityHeaders,
  serverLimits,
} from './hardening/index.js';

/** The api as its process serves it; it does not listen yet. */
export async function createApi(): Promise<NestFastifyApplication> {
  const configuration = readConfiguration();
  const limits = serverLimits(configuration);
  const adapter = new FastifyAdapter({
    ...fastifyLimits(limits),
    clientErrorHandler: answerOddRequest,
    // whose word about the caller's address is taken: the balancer's, nobody's when there is none
    trustProxy: configuration.trustedProxies.length > 0 ? configuration.trustedProxies : false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule, adapter, {
    logger: jsonLogger('api'),
    abortOnError: false,
    forceCloseConnections: true,
  });
  // more than these are closed at once: a file descriptor each, and none may be left for the database
  app.getHttpServer().maxConnections = limits.maxConnections;
  await sendSecurityHeaders(app);
  await limitRates(app, configuration);
  limitBodies(app);
  // jurisdictions come as CSV
  adapter
    .getInstance()
    .addContentTypeParser('text/csv', { parseAs: 'string' }, (_, body, done) => done(null, body));
  await knowCookies(app);
  app.useGlobalFilters(new ProblemFilter());
  await serveWebPage(app);
  return app;
}
