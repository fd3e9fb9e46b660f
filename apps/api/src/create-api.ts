import 'reflect-metadata';
import fastifyRateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { jsonLogger, knowCookies, ProblemFilter, Rejection } from '#lis/platform';
import { ApiModule } from './api.module.js';
import { serveWebPage } from './coverage/index.js';

/** The api as its process serves it; it does not listen yet. */
export async function createApi(): Promise<NestFastifyApplication> {
  // 16 MiB: 500 tubes of 20 people with long names stay below it
  const adapter = new FastifyAdapter({ bodyLimit: 16 * 1024 * 1024, keepAliveTimeout: 65_000 });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule, adapter, {
    logger: jsonLogger('api'),
    abortOnError: false,
    forceCloseConnections: true,
  });
  // jurisdictions come as CSV
  adapter
    .getInstance()
    .addContentTypeParser('text/csv', { parseAs: 'string' }, (_, body, done) => done(null, body));
  await knowCookies(app);
  // only routes that name a limit have one; by address, in this process
  await app.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: (_, { ttl }) =>
      new Rejection(429, 'too-many-requests', {}, Math.max(1, Math.ceil(ttl / 1000))),
  });
  app.useGlobalFilters(new ProblemFilter());
  await serveWebPage(app);
  return app;
}
