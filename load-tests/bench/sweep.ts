// A whole sweep at the machine's own pace: from the first tablet's request to the last receipt.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '#lis/persistence';
import { freePort, loadSecrets, ownerUrl, readConfiguration } from '#lis/platform';

type Summary = { people: number; wallSeconds: number; peoplePerSecond: number };

/**
 * Runs a drill (`--speed 0`, pools of 10, prevalence 0.1 %) through the drill command; its equations are checked
 * after the clock has stopped. Peak memory is the sum of what each Node process had at its highest.
 * @throws when the drill does not hold, or durability is off
 */
export async function runSweepBench({ people = 200_000, seed = '1' }): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-sweep-'));
  // as root the server runs as another user, who must be able to go there
  chmodSync(folder, 0o755);
  const environment = {
    ...process.env,
    DATA_DIR: join(folder, 'drill'),
    HTTP_PORT: String(await freePort()),
    MLLP_PORT: String(await freePort()),
    POSTGRES_PORT: String(await freePort()),
  };
  const drill = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../../apps/supervisor/src/drill.cli.js', import.meta.url)),
      ...['--people', String(people), '--seed', seed, '--speed', '0', '--exit'],
    ],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let told = '';
  for (const stream of [drill.stdout, drill.stderr])
    stream.setEncoding('utf8').on('data', (text) => (told += text));
  const peaks = new Map<string, number>();
  let durability: Record<string, string> | undefined;
  const watch = setInterval(() => {
    notePeaks(environment.DATA_DIR, drill.pid ?? 0, peaks);
    if (!durability && peaks.has('simulator')) {
      durability = {};
      void readDurability(environment).then((found) => (durability = found));
    }
  }, 200);
  try {
    const [status] = (await once(drill, 'exit')) as [number | null];
    if (status !== 0) throw new Error(`the drill did not hold (${status}):\n${told}`);
    if (Object.values(durability ?? {}).join() !== 'on,on,on') {
      throw new Error('fsync, full_page_writes and synchronous_commit must be on');
    }
    const file = join(environment.DATA_DIR, 'drill/summary.json');
    const summary = JSON.parse(readFileSync(file, 'utf8')) as Summary;
    return {
      bench: 'sweep',
      people,
      seconds: summary.wallSeconds,
      people_per_s: summary.peoplePerSecond,
      peak_rss_mb: Math.round([...peaks.values()].reduce((sum, one) => sum + one, 0)),
      peak_rss_mb_by_process: Object.fromEntries([...peaks].map(([name, mb]) => [name, Math.round(mb)])),
      ...durability,
    };
  } finally {
    clearInterval(watch);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What each process of the installation has had at its highest, by /proc; a restarted one counts once. */
function notePeaks(dataFolder: string, commandPid: number, peaks: Map<string, number>): void {
  const note = (name: string, pid: number) => {
    try {
      const kb = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      peaks.set(name, Math.max(peaks.get(name) ?? 0, Number(kb ?? 0) / 1024));
    } catch {
      // it has just ended
    }
  };
  note('drill-command', commandPid);
  try {
    for (const file of readdirSync(join(dataFolder, 'run'))) {
      const { pid } = JSON.parse(readFileSync(join(dataFolder, 'run', file), 'utf8')) as { pid: number };
      note(file.replace('.json', ''), pid);
    }
  } catch {
    // not there yet
  }
}

async function readDurability(environment: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const configuration = readConfiguration(environment);
  const db = connect(ownerUrl(configuration, loadSecrets(configuration)), { name: 'bench', max: 1 });
  const settings = await db<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`;
  await db.end();
  return Object.fromEntries(settings.map(({ name, setting }) => [name, setting]));
}
