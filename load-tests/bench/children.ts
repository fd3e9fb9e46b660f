import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// this file runs as it is or built; the processes that it starts are the built ones
const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = basename(root) === 'dist' ? root : join(root, 'dist');

/** Starts a built process and waits for its first message; what it prints goes to `log` instead. @throws when it ends before */
export async function startChild(
  path: string,
  env: NodeJS.ProcessEnv,
  log?: (text: string) => void,
  flags: readonly string[] = ['--max-semi-space-size=32'],
): Promise<{ child: ChildProcess; told: unknown }> {
  const child = fork(join(dist, path), {
    env,
    silent: log !== undefined,
    execArgv: [...flags, ...(process.env['BENCH_FLAGS']?.split(' ') ?? [])],
  });
  for (const stream of log ? [child.stdout, child.stderr] : [])
    stream?.setEncoding('utf8').on('data', (text: string) => log?.(text));
  const [told] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${path} does not start`))),
  ])) as [unknown];
  return { child, told };
}

/** Lets a process end by itself, for 8 s at most. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.disconnect();
  const late = setTimeout(() => child.kill('SIGKILL'), 8000);
  await exited;
  clearTimeout(late);
}

export const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
