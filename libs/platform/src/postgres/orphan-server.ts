import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ends the server that a crashed supervisor left running on this data folder. */
export async function endOrphanServer(folder: string): Promise<void> {
  const pid = postmasterPid(folder);
  if (pid === undefined || !isServer(pid)) return;
  for (const [signal, tries] of [
    ['SIGINT', 100],
    ['SIGQUIT', 50],
  ] as const) {
    signalQuietly(pid, signal);
    for (let i = 0; i < tries; i++) {
      if (!isServer(pid)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The first line of postmaster.pid; undefined when there is none. */
export function postmasterPid(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]) || undefined;
  } catch {
    return undefined;
  }
}

function isServer(pid: number): boolean {
  if (!signalQuietly(pid, 0)) return false;
  try {
    // where there is /proc, make sure that the id was not given to another program meanwhile
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return process.platform !== 'linux';
  }
}

function signalQuietly(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
