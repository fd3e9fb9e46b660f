import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = basename(root) === 'dist' ? root : join(root, 'dist');

/** `audit verify` as an operator runs it: its exit status, what it printed, and how long it took. */
export async function askVerify(environment: NodeJS.ProcessEnv) {
  const start = performance.now();
  const child = spawn(process.execPath, [join(dist, 'apps/supervisor/src/audit.cli.js'), 'verify'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (told += text));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, told, tookMs: Math.round(performance.now() - start) };
}
