import { spawn } from 'node:child_process';

export type Ended = { status: number | null; seconds: number; output: string };

/** Runs a program to its end, its output kept and not shown. */
export function run(
  program: string,
  given: readonly string[],
  options: { environment?: NodeJS.ProcessEnv; limitMs?: number } = {},
): Promise<Ended> {
  const { environment = process.env, limitMs = 20 * 60_000 } = options;
  const start = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, given, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const late = setTimeout(() => child.kill('SIGKILL'), limitMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-20_000)));
    }
    child.once('error', (error) => (output += error.message));
    child.once('close', (status) => {
      clearTimeout(late);
      resolve({ status, output: output.trim(), seconds: Math.round((performance.now() - start) / 1000) });
    });
  });
}

/** The same where only success is of use. @throws with the end of the output */
export async function must(program: string, given: readonly string[]): Promise<string> {
  const { status, output } = await run(program, given);
  if (status !== 0) throw new Error(`${program} ${given.join(' ')}: ${status}\n${output.slice(-2000)}`);
  return output;
}
