import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '#lis/platform';

/** DATA_DIR/run: who runs here, so that a start after a crash finds and ends what the crash left behind. */
export function runFolder(dataFolder: string) {
  const folder = join(dataFolder, 'run');
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => join(folder, `${name}.json`);
  const read = (name: string) => {
    try {
      return JSON.parse(readFileSync(file(name), 'utf8')) as { pid: number; entry: string };
    } catch {
      return undefined;
    }
  };
  return {
    note: (name: string, pid: number, entry: string) =>
      writeFileSync(file(name), JSON.stringify({ pid, entry })),
    forget: (name: string) => rmSync(file(name), { force: true }),
    /** Process id of the supervisor that lives on this folder. */
    owner() {
      const other = read('supervisor');
      return other && other.pid !== process.pid && runs(other) ? other.pid : undefined;
    },
    /** @throws ConfigurationError when another supervisor lives on this folder; a dead one's lock is taken over */
    lock(entry: string) {
      const other = this.owner();
      if (other !== undefined) {
        throw new ConfigurationError(
          `Another Sweepwell (process ${other}) runs on ${dataFolder}: stop it, or choose another DATA_DIR.`,
        );
      }
      writeFileSync(file('supervisor'), JSON.stringify({ pid: process.pid, entry }));
    },
    /** Ends processes whose supervisor has died: asked first, then killed. */
    async endOrphans() {
      const orphans = readdirSync(folder)
        .map((name) => name.replace(/\.json$/, ''))
        .filter((name) => name !== 'supervisor')
        .flatMap((name) => read(name) ?? [])
        .filter(runs);
      for (const { pid } of orphans) signal(pid, 'SIGTERM');
      for (let waited = 0; orphans.some(runs); waited += 50) {
        if (waited >= 3000) for (const orphan of orphans.filter(runs)) signal(orphan.pid, 'SIGKILL');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

/** Alive, and still the program it was: ids are given out again. */
function runs({ pid, entry }: { pid: number; entry: string }): boolean {
  if (!signal(pid, 0)) return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    if (/\) Z /.test(stat)) return false;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(entry);
  } catch {
    return process.platform !== 'linux';
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
