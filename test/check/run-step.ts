import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Counts } from './run-steps.js';
import type { Step } from './steps.js';

/** A step that hangs is a failure, not a check without an end. */
const limitMs = 15 * 60_000;

/** Runs one step in the current folder; a check counts as one, a vitest project as many as it has tests. */
export async function runStep(step: Step): Promise<Counts & { output: string }> {
  if (step.project === undefined) {
    const { status, output } = await run(step.command);
    return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, output };
  }
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-check-'));
  const file = join(folder, 'tests.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { status, output } = await run([...step.command, ...reporters]);
    const counts = readCounts(file);
    // a file that does not load, or an error outside of any test, is in no test's count
    if (status !== 0 && counts.failed === 0) counts.failed = 1;
    return { ...counts, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file: string): Counts {
  try {
    const told = JSON.parse(readFileSync(file, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    return { passed: told.numPassedTests, failed: told.numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function run([program = '', ...given]: readonly string[]): Promise<{
  status: number | null;
  output: string;
}> {
  const path = [join(process.cwd(), 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, given, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: path, NO_COLOR: '1', FORCE_COLOR: '0', CI: '1' },
    });
    const late = setTimeout(() => {
      output += `\nnot done after ${limitMs / 1000} s`;
      child.kill('SIGKILL');
    }, limitMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-200_000)));
    }
    child.once('error', (error) => (output += error.message));
    child.once('close', (status) => {
      clearTimeout(late);
      resolve({ status, output });
    });
  });
}
