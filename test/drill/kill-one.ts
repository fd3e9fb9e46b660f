import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeServer, postmasterPid } from '#lis/platform';

/** Who can be killed: the names of DATA_DIR/run, and the PostgreSQL postmaster. */
export const victims = [
  'api',
  'instrument-gateway',
  'outbox',
  'interpretation',
  'decoding',
  'reporting',
  'simulator',
  'supervisor',
  'postmaster',
] as const;
export type Victim = (typeof victims)[number];

/** Kills with -9; false when the victim does not live at this moment. */
export async function killOne(folder: string, victim: Victim): Promise<boolean> {
  const pid = victim === 'postmaster' ? await postmaster(folder) : noted(folder, victim);
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

async function postmaster(folder: string): Promise<number | undefined> {
  const pid = postmasterPid((await placeServer(join(folder, 'postgres'))).folder);
  return pid !== undefined && commandOf(pid).includes('postgres') ? pid : undefined;
}

function noted(folder: string, name: string): number | undefined {
  try {
    const text = readFileSync(join(folder, 'run', `${name}.json`), 'utf8');
    const { pid, entry } = JSON.parse(text) as { pid: number; entry: string };
    // ids are given out again: only the program that was noted is killed
    return commandOf(pid).includes(entry) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
