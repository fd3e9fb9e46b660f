import { hash } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { bearerOf, type Configuration, Rejection } from '#lis/platform';

type Limits = Pick<Configuration, 'requestsPerSecond' | 'lookUpsPerSecond'>;
type Asking = { ip: string; headers: { authorization?: string | undefined } };

const windowMs = 1000;
/** keys that are remembered: of a window, so that more of them at once only forget the oldest */
const cache = 50_000;

/** Per credential: a city's tablets share addresses. Without one, per address. */
const caller = ({ ip, headers }: Asking) => {
  const token = bearerOf(headers.authorization);
  return token === null ? `a:${ip}` : `c:${hash('sha256', token, 'base64')}`;
};
const refuse = (_: unknown, { ttl }: { ttl: number }) =>
  new Rejection(429, 'too-many-requests', {}, Math.max(1, Math.ceil(ttl / 1000)));

/**
 * Counts requests of the last second in this process's memory, never elsewhere: behind a balancer every api
 * counts its own share. More than the limit is answered 429 with Retry-After, before the body is read.
 */
export async function limitRates(app: NestFastifyApplication, limits: Limits): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const quiet = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };
  await fastify.register(rateLimit, {
    global: false,
    timeWindow: windowMs,
    cache,
    addHeaders: { ...quiet, 'retry-after': true },
    addHeadersOnExceeding: quiet,
    errorResponseBuilder: refuse,
    // what is counted together: all routes but the look-up's
    max: limits.requestsPerSecond,
    keyGenerator: (request) => caller(request as Asking),
  });
  const count = fastify.createRateLimit({ max: limits.requestsPerSecond });
  const countLookUps = fastify.createRateLimit({
    max: limits.lookUpsPerSecond,
    keyGenerator: (request) => `l:${(request as Asking).ip}`,
  });
  fastify.addHook('onRequest', async (request) => {
    const counted = await (request.routeOptions.url === '/v1/lookup' ? countLookUps : count)(request);
    if (!counted.isAllowed && counted.isExceeded) throw refuse(request, counted);
  });
}
