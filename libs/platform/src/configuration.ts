import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const listOf = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
const PortText = z
  .string()
  .regex(/^\d{1,5}$/, 'ports, with commas')
  .transform(Number)
  .pipe(z.int().min(1).max(65_535));
const url = (protocol: RegExp) => z.url({ protocol }).optional();

/** Every setting of every process. Read once; README.md lists them. */
const Environment = z.object({
  /** where the embedded PostgreSQL, the secrets, the logs and the drill's ledger live */
  DATA_DIR: z.string().min(1).default('data'),
  /** the owner of an own PostgreSQL; unset: the embedded one */
  DATABASE_URL: url(/^postgres(ql)?$/),
  /** the application role of that PostgreSQL; unset: made by the migration */
  DATABASE_APP_URL: url(/^postgres(ql)?$/),
  /** BullMQ on Redis or Valkey; unset: on the same PostgreSQL */
  REDIS_URL: url(/^rediss?$/),
  HOST: z.string().min(1).default('127.0.0.1'),
  HTTP_PORT: port(8080),
  /** 0: no HTTPS; otherwise beside HTTP, on HTTPS_HOST */
  HTTPS_PORT: port(0),
  HTTPS_HOST: z.string().min(1).default('0.0.0.0'),
  /** PEM; both unset: an authority of this installation makes them */
  TLS_CERT_FILE: z.string().min(1).optional(),
  TLS_KEY_FILE: z.string().min(1).optional(),
  /** the host name by which tablets call this installation */
  PUBLIC_HOST: z.string().min(1).max(253).optional(),
  MLLP_PORT: port(2575),
  /** further plain ports, with commas: instruments that nothing else tells apart are told by the port they come to */
  MLLP_PORTS: z.string().default('').transform(listOf).pipe(z.array(PortText).max(100)),
  /** MLLP over TLS with client certificates; unset: no such port. PEM files */
  MLLP_TLS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  MLLP_TLS_CERT_FILE: z.string().optional(),
  MLLP_TLS_KEY_FILE: z.string().optional(),
  /** whoever signs the analysers' certificates */
  MLLP_TLS_CA_FILE: z.string().optional(),
  /** ASTM (LIS1-A over TCP); unset: no such port */
  ASTM_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** the same over TLS, with the certificate and the CA of MLLP_TLS_*; unset: no such port */
  ASTM_TLS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** a folder with a folder for each instrument whose files the gateway takes; unset: none are taken */
  WATCH_FOLDER: z.string().min(1).optional(),
  POSTGRES_PORT: port(5544),
  /** concurrent group commits of the registration, and of the gateway */
  COMMITS_IN_FLIGHT: z.coerce.number().int().min(1).max(16).default(3),
  /** threads that decode specimen pools, of each decoding worker; unset: one for each core but one, four at most */
  DECODING_THREADS: z.coerce.number().int().min(1).max(64).optional(),
  /** minutes without a request after which a person is logged out */
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(720).default(30),
  /** how browsers reach the product from outside, e.g. https://lab.example; needed for OIDC */
  PUBLIC_URL: url(/^https?$/),
  /** the city's identity provider; unset: people log in with passwords only */
  OIDC_ISSUER: url(/^https?$/),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  /** a file that holds nothing but the client's secret */
  OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  /** requests of one credential in a second, by each api; a tablet's burst stays below it */
  REQUESTS_PER_SECOND: z.coerce.number().int().min(1).default(100),
  /** public look-ups of one address in a second, by all api processes together */
  LOOKUPS_PER_SECOND: z.coerce.number().int().min(1).default(10),
  /** of each connection to the api: its headers, a whole request, and silence; how many there may be at once */
  HTTP_HEADERS_SECONDS: z.coerce.number().min(0.5).max(600).default(10),
  HTTP_REQUEST_SECONDS: z.coerce.number().min(0.5).max(3600).default(60),
  HTTP_SILENCE_SECONDS: z.coerce.number().min(0.5).max(3600).default(120),
  HTTP_CONNECTIONS: z.coerce.number().int().min(10).max(1_000_000).default(10_000),
  /** addresses of the balancers before the api, with commas; unset: nobody's word about a caller is taken */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform(listOf)
    .refine(
      (list) => list.every((one) => isIP(one.replace(/\/\d{1,3}$/, '')) !== 0),
      'addresses, with commas',
    ),
  LOG_LEVEL: z.enum(['debug', 'log', 'warn', 'error']).default('warn'),
  NODE_ENV: z.enum(['production', 'development', 'test']).optional(),
});

export type Configuration = ReturnType<typeof readConfiguration>;

/** @throws ConfigurationError that names every bad variable and what it should be */
export function readConfiguration(environment: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new ConfigurationError(`These settings cannot be used:\n${lines.join('\n')}`);
  }
  const { data } = parsed;
  return {
    dataFolder: resolve(data.DATA_DIR),
    databaseUrl: data.DATABASE_URL,
    applicationUrl: data.DATABASE_APP_URL,
    redisUrl: data.REDIS_URL,
    host: data.HOST,
    httpPort: data.HTTP_PORT,
    httpsPort: data.HTTPS_PORT,
    httpsHost: data.HTTPS_HOST,
    tlsCertificateFile: data.TLS_CERT_FILE,
    tlsKeyFile: data.TLS_KEY_FILE,
    publicHost: data.PUBLIC_HOST,
    mllpPort: data.MLLP_PORT,
    /** every plain port, each once */
    mllpPorts: [...new Set([data.MLLP_PORT, ...data.MLLP_PORTS])],
    mllpTls: mllpTlsOf(data),
    astmPort: data.ASTM_PORT ?? null,
    astmTlsPort: astmTlsOf(data),
    watchFolder: data.WATCH_FOLDER === undefined ? null : resolve(data.WATCH_FOLDER),
    postgresPort: data.POSTGRES_PORT,
    commitsInFlight: data.COMMITS_IN_FLIGHT,
    decodingThreads: data.DECODING_THREADS ?? Math.max(1, Math.min(4, availableParallelism() - 1)),
    sessionIdleMinutes: data.SESSION_IDLE_MINUTES,
    publicUrl: data.PUBLIC_URL,
    oidc: readOidc(data),
    requestsPerSecond: data.REQUESTS_PER_SECOND,
    lookUpsPerSecond: data.LOOKUPS_PER_SECOND,
    headersSeconds: data.HTTP_HEADERS_SECONDS,
    requestSeconds: data.HTTP_REQUEST_SECONDS,
    silenceSeconds: data.HTTP_SILENCE_SECONDS,
    maxConnections: data.HTTP_CONNECTIONS,
    trustedProxies: data.TRUSTED_PROXIES,
    logLevel: data.LOG_LEVEL,
    isProduction: data.NODE_ENV === 'production',
  };
}

/** All of the identity provider's settings, or none. */
function readOidc(data: z.infer<typeof Environment>) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET_FILE: secretFile } = data;
  if (!issuer && !clientId && !secretFile) return undefined;
  if (issuer && clientId && secretFile && data.PUBLIC_URL) return { issuer, clientId, secretFile };
  throw new ConfigurationError(
    'OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE and PUBLIC_URL go together: set all or none of OIDC_*.',
  );
}

function mllpTlsOf(data: z.infer<typeof Environment>) {
  const { MLLP_TLS_PORT: tlsPort, MLLP_TLS_CERT_FILE: certFile, MLLP_TLS_KEY_FILE: keyFile } = data;
  const { MLLP_TLS_CA_FILE: caFile } = data;
  if (tlsPort === undefined && !certFile && !keyFile && !caFile) return null;
  if (tlsPort === undefined || !certFile || !keyFile || !caFile)
    throw new ConfigurationError(
      'MLLP_TLS_PORT, MLLP_TLS_CERT_FILE, MLLP_TLS_KEY_FILE and MLLP_TLS_CA_FILE are given together or not at all',
    );
  return { port: tlsPort, certFile, keyFile, caFile };
}

function astmTlsOf({ ASTM_TLS_PORT: astmPort, MLLP_TLS_PORT: mllpPort }: z.infer<typeof Environment>) {
  if (astmPort === undefined) return null;
  if (mllpPort === undefined)
    throw new ConfigurationError('ASTM_TLS_PORT goes with MLLP_TLS_*: it has its certificate');
  return astmPort;
}

/** A message for the operator, shown without a stack. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}
