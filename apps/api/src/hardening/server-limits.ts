import type { Configuration } from '#lis/platform';

type Settings = Pick<
  Configuration,
  'headersSeconds' | 'requestSeconds' | 'silenceSeconds' | 'maxConnections'
>;

/** What a connection may take, for HTTP and HTTPS alike; ms and bytes. */
export type ServerLimits = ReturnType<typeof serverLimits>;

/**
 * Headers within 10 s and a whole request within 60 s (16 MiB on a bad line), so that nobody holds connections by
 * sending slowly; silence of two minutes ends one. Lateness is looked for every `connectionsCheckingInterval`.
 */
export function serverLimits({ headersSeconds, requestSeconds, silenceSeconds, maxConnections }: Settings) {
  const headersTimeout = headersSeconds * 1000;
  const requestTimeout = requestSeconds * 1000;
  return {
    headersTimeout: Math.min(headersTimeout, requestTimeout),
    requestTimeout,
    /** of a connection on which nothing comes or goes */
    connectionTimeout: silenceSeconds * 1000,
    keepAliveTimeout: Math.min(65_000, silenceSeconds * 1000),
    connectionsCheckingInterval: Math.min(5000, Math.max(250, headersTimeout / 2)),
    maxHeaderSize: 16_384,
    maxConnections,
  };
}

/** The same as Fastify takes them. */
export function fastifyLimits(limits: ServerLimits) {
  const { keepAliveTimeout, connectionTimeout, requestTimeout, maxConnections: _, ...http } = limits;
  return { keepAliveTimeout, connectionTimeout, requestTimeout, http: { ...http, requestTimeout } };
}
