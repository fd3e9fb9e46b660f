import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, placeServer } from '#lis/platform';

export type RunningDrill = {
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** exit status of the command; null when a signal ended it */
  ended: Promise<number | null>;
  isOver(): boolean;
  /** the last lines that the command printed */
  output(): string;
  /** ends it if it still runs, and removes its folder */
  close(): Promise<void>;
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = basename(root) === 'dist' ? root : join(root, 'dist');
const command = join(dist, 'apps/supervisor/src/drill.cli.js');

/** The drill command with a folder and ports of its own. */
export async function startDrill(
  options: { people: number; seed: string; speed?: number },
  more: NodeJS.ProcessEnv = {},
): Promise<RunningDrill> {
  const home = mkdtempSync(join(tmpdir(), 'sweepwell-drill-'));
  // root's server runs as another user, who must be able to go there
  chmodSync(home, 0o755);
  const folder = join(home, 'data');
  const logFile = join(home, 'command.log');
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: '',
    DATABASE_APP_URL: '',
    REDIS_URL: '',
    ...more,
    DATA_DIR: folder,
    HTTP_PORT: String(await freePort()),
    MLLP_PORT: String(await freePort()),
    POSTGRES_PORT: String(await freePort()),
  };
  const { people, seed, speed = 0 } = options;
  const given = ['--people', people, '--seed', seed, '--speed', speed, '--exit'].map(String);
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['--enable-source-maps', command, ...given], {
    env: environment,
    stdio: ['ignore', log, log],
  });
  let over = false;
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (status) => {
      over = true;
      resolve(status);
    }),
  );
  return {
    folder,
    environment,
    ended,
    isOver: () => over,
    output: () => readFileSync(logFile, 'utf8').split('\n').slice(-40).join('\n'),
    close: async () => {
      if (!over) child.kill('SIGTERM');
      await ended;
      // root's server may live elsewhere (placeServer): that folder is this drill's alone
      const wanted = join(folder, 'postgres');
      const placed = existsSync(folder) ? (await placeServer(wanted)).folder : wanted;
      if (placed !== wanted) rmSync(dirname(placed), { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}
