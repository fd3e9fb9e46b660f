import { freePort } from '#lis/platform';
import type { ChildProcess } from 'node:child_process';
import { endChild, startChild } from '../../load-tests/bench/children.js';
import { type BenchDatabase, openBenchDatabase } from '../../load-tests/bench/bench-database.js';
import { openBenchSweep } from '../../load-tests/bench/registration/bench-sweep.js';

const programs = {
  api: 'apps/api/src/main.js',
  gateway: 'apps/instrument-gateway/src/main.js',
  outbox: 'workers/outbox/src/main.js',
  interpretation: 'workers/interpretation/src/main.js',
  decoding: 'workers/decoding/src/main.js',
  reporting: 'workers/reporting/src/main.js',
} as const;
export type Program = keyof typeof programs;
export const everyProgram = Object.keys(programs) as Program[];

export type Product = {
  database: BenchDatabase;
  sweep: Awaited<ReturnType<typeof openBenchSweep>>;
  /** of each api, in the order in which they were asked for */
  httpPorts: number[];
  mllpPort: number;
  close(): Promise<void>;
};

/** The built processes on a PostgreSQL of their own, with a drill sweep whose clock stands still. */
export async function openProduct(
  wanted: readonly Program[],
  log?: (program: Program, text: string) => void,
): Promise<Product> {
  const database = await openBenchDatabase();
  const children: ChildProcess[] = [];
  const close = async () => {
    await Promise.all(children.map(endChild));
    await database.close();
  };
  try {
    const sweep = await openBenchSweep(database);
    const httpPorts: number[] = [];
    for (const program of wanted) {
      const port = await freePort();
      if (program === 'api') httpPorts.push(port);
      const environment = {
        ...database.environment,
        HTTP_PORT: String(port),
        ...(log && { LOG_LEVEL: 'debug' }),
      };
      const started = await startChild(programs[program], environment, log && ((text) => log(program, text)));
      children.push(started.child);
    }
    return { database, sweep, httpPorts, mllpPort: Number(database.environment['MLLP_PORT']), close };
  } catch (error) {
    await close();
    throw error;
  }
}
