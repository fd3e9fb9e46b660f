import { Pool } from 'pg';
import { byKey, type Db, failureCode } from './connection.js';

export type BinaryPool = {
  /** Runs a prepared statement. Parameters are binary (binaryArray); the statement says of each what type it is. */
  run<Row>(statement: { name: string; text: string }, parameters: readonly Buffer[]): Promise<Row[]>;
  end(): Promise<void>;
};

/**
 * A pool beside `db`, of the same role on the same database, by the driver that sends parameters in binary. For the few
 * statements that write so much that encoding it as text would cost more than storing it. Plans are kept at once.
 * A lost server is reconnected by the next statement; what was under way fails with a code that isUnavailable knows.
 */
export function connectBinary(db: Db, options: { name: string; max: number }): BinaryPool {
  const { host, port, user, pass, database } = db.options;
  const settings = { ...byKey, plan_cache_mode: 'force_generic_plan', TimeZone: 'UTC' };
  const pool = new Pool({
    host: host[0],
    port: port[0],
    user,
    password: typeof pass === 'string' ? pass : undefined,
    database,
    max: options.max,
    application_name: options.name,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 0,
  });
  // a connection that is lost while nobody uses it: the next statement opens another
  pool.on('error', () => undefined);
  return {
    async run<Row>({ name, text }: { name: string; text: string }, parameters: readonly Buffer[]) {
      try {
        return (await pool.query({ name, text, values: [...parameters] })).rows as Row[];
      } catch (error) {
        if (failureCode(error) !== undefined) throw error;
        // the driver's own errors of lost connections have no code
        throw Object.assign(new Error('the connection was lost', { cause: error }), {
          code: 'CONNECTION_CLOSED',
        });
      }
    },
    end: () => pool.end(),
  };
}
