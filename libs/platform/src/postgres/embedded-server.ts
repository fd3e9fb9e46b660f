import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationError } from '../configuration.js';
import { endOrphanServer } from './orphan-server.js';
import { type Place, placeServer } from './place-server.js';

export type EmbeddedServer = {
  pid: number;
  /** resolves when the server has gone, for whatever reason */
  exited: Promise<void>;
  /** a fast shutdown: open transactions are rolled back, the rest is checkpointed */
  stop(): Promise<void>;
};
type Wanted = {
  /** made when it does not exist */
  folder: string;
  port: number;
  password: string;
  log: (line: string) => void;
};

const version = '18';

/** Durability is not a setting here (law 1); the rest suits one machine of 2 to 16 cores. */
const settings = {
  listen_addresses: '127.0.0.1',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '200',
  shared_buffers: '512MB',
  wal_buffers: '16MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_io_concurrency: '16',
  random_page_cost: '1.1',
  jit: 'off',
  // statements are short and cores few: a parallel worker costs more than it brings
  max_parallel_workers_per_gather: '0',
  autovacuum_naptime: '15s',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  unix_socket_directories: '',
  timezone: 'UTC',
};

/**
 * Starts the PostgreSQL that comes with the npm package, after ending one that a crash left behind.
 * @throws ConfigurationError for a folder of another version, or a server that does not start
 */
export async function startEmbeddedServer(wanted: Wanted): Promise<EmbeddedServer> {
  const place = await placeServer(wanted.folder);
  if (!existsSync(join(place.folder, 'PG_VERSION'))) await initialise(place, wanted);
  const found = readFileSync(join(place.folder, 'PG_VERSION'), 'utf8').trim();
  if (found !== version) {
    throw new ConfigurationError(
      `The data folder ${place.folder} was made by PostgreSQL ${found}; this is PostgreSQL ${version}. ` +
        'Dump it with its own version and restore it, or choose another DATA_DIR.',
    );
  }
  await endOrphanServer(place.folder);
  // after a crash the old server's children hold its shared memory for a moment
  for (let attempt = 1; ; attempt++) {
    const lines: string[] = [];
    const child = spawn(place.binary, ['-D', place.folder, '-p', String(wanted.port), ...flags()], {
      ...place.user,
      cwd: place.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, LC_MESSAGES: 'C' },
    });
    if (await isReady(child, (line) => (lines.push(line), wanted.log(line)))) return running(child);
    const text = lines.join('\n');
    if (/Address already in use|could not bind/.test(text)) {
      throw new ConfigurationError(`Port ${wanted.port} is in use: set POSTGRES_PORT to a free one.`);
    }
    if (attempt === 20) throw new ConfigurationError(`PostgreSQL does not start:\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const flags = () => Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/**
 * Makes the cluster. Not by the npm package's own class: that one takes over the process's signals, and would end
 * a supervisor before its processes.
 */
async function initialise({ folder, initdb, user }: Place, { password, log }: Wanted): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(dirname(folder), `.password-${process.pid}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  }
  const access = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`];
  try {
    const child = spawn(
      initdb,
      ['-D', folder, ...access, '--locale=C', '--encoding=UTF8', '--no-instructions'],
      {
        ...user,
        cwd: dirname(folder),
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, LC_ALL: 'C' },
      },
    );
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
      log(text);
    });
    const [status] = (await once(child, 'close')) as [number | null];
    if (status !== 0) throw new ConfigurationError(`PostgreSQL cannot make ${folder}:\n${errors.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function isReady(child: ChildProcess, log: (line: string) => void): Promise<boolean> {
  return new Promise((resolve) => {
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      for (const line of chunk.split('\n').filter(Boolean)) log(line);
      if (chunk.includes('ready to accept connections')) resolve(true);
    });
    child.once('error', (error) => (log(error.message), resolve(false)));
    child.once('exit', () => resolve(false));
  });
}

function running(child: ChildProcess): EmbeddedServer {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid ?? 0,
    exited,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await exited;
    },
  };
}
