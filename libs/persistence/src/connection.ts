import { Socket } from 'node:net';
import { momentText, parseMoment } from '#lis/domain';
import postgres from 'postgres';

// Moments are epoch milliseconds in the rules and timestamptz in the records; 64-bit ids fit a double
// (person ids are handed out in blocks from 1,000 and stay far below 2^53).
const types = {
  int8: { to: 20, from: [20], serialize: (value: number | string) => String(value), parse: Number },
  moment: {
    to: 1184,
    from: [1184],
    serialize: (value: number | string) => (typeof value === 'number' ? momentText(value) : value),
    parse: (text: string) => parseMoment(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')),
  },
};
type Types = { int8: number | string; moment: number | string };

export type Db = postgres.Sql<Types>;
export type Transaction = postgres.TransactionSql<Types>;
/** What a query function takes first: a pool or a transaction. */
export type Executor = postgres.ISql<Types>;

/**
 * For statements that name their rows by key, which is all that the product's processes do: always by index. A plan is
 * kept as long as its connection. Every sweep begins with empty partitions, where reading all of a table is
 * cheapest, and a plan kept from that minute reads all of it at nine in the morning.
 */
export const byKey = { enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off' };

type ConnectOptions = { name: string; max?: number; plans?: 'by-key' | 'any' };

/** Opens a pool. Nothing connects before the first query; a lost server is reconnected by the driver. */
export function connect(url: string, options: ConnectOptions): Db {
  return postgres(url, {
    max: options.max ?? 4,
    connection: {
      application_name: options.name,
      TimeZone: 'UTC',
      ...(options.plans === 'by-key' && byKey),
    },
    connect_timeout: 5,
    idle_timeout: 0,
    max_lifetime: 60 * 60,
    backoff: (tries) => Math.min(2, 0.05 * 2 ** tries),
    onnotice: () => undefined,
    socket: openSocket,
    types: types as unknown as Record<keyof Types, postgres.PostgresType>,
    // the driver's types do not know this option
  } as postgres.Options<Record<keyof Types, postgres.PostgresType>>) as unknown as Db;
}

/**
 * A socket without Nagle's delay: the end of every COPY is a small write of its own, which would wait 40 ms for
 * the server's delayed acknowledgement. Not yet connected: what is written before waits in it, and its errors
 * reach the driver like those of its own sockets.
 */
function openSocket({ host, port }: { host: string[]; port: number[] }): Socket {
  const socket = new Socket();
  socket.setNoDelay(true);
  return socket.connect(port[0] ?? 5432, host[0] ?? '127.0.0.1');
}

/** SQLSTATE of a failed statement, or the driver's code of a lost connection; undefined for other errors. */
export function failureCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** The server is away, full or shutting down: the same work may succeed later, unchanged. */
export function isUnavailable(error: unknown): boolean {
  const code = failureCode(error) ?? '';
  return (
    /^(08|53|57P|58|25006)/.test(code) ||
    /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOENT|EPIPE|ETIMEDOUT)/.test(code)
  );
}

/** Two transactions crossed; one retry settles it. */
export function isCrossed(error: unknown): boolean {
  return ['40P01', '40001'].includes(failureCode(error) ?? '');
}

/** Somebody else wrote a row with the same key first. */
export function isUniqueViolation(error: unknown): boolean {
  return failureCode(error) === '23505';
}
