import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError, readConfiguration } from '#lis/platform';
import { installationFolder } from '../processes.js';
import { runReconcile } from '../reconcile/index.js';
import type { DrillCommand } from './drill-command.js';
import { makeRoomForDrill, readDrillFile } from './drill-folder.js';
import { type Progress, progressDisplay } from './show-progress.js';

type Summary = { done: boolean; sweepId: number };
const dist = (path: string) => join(installationFolder(), 'dist', path);

/**
 * Runs a drill to its end under a supervisor of its own, which is started again when it dies; then prints the
 * summary and both sides of every equation. Gives the exit status: 0 when everything held. Stays up until
 * interrupted unless told to exit.
 */
export async function runDrillCommand(command: DrillCommand): Promise<number> {
  const configuration = readConfiguration(command.environment);
  await makeRoomForDrill(configuration);
  const supervisor = keepSupervisor(command.environment);
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => (interrupted = true));

  const display = progressDisplay();
  let summary: Summary | null = null;
  while (!summary && !interrupted) {
    await Promise.race([sleep(250), supervisor.failed]);
    const progress = readDrillFile<Progress>(configuration.dataFolder, 'progress');
    if (progress) display.show(progress);
    const written = readDrillFile<Summary>(configuration.dataFolder, 'summary');
    if (written?.done) summary = written;
  }
  display.stop();
  if (!summary) {
    await supervisor.stop();
    return 130;
  }
  const held = await judge(command.environment, summary);
  if (!command.exit) {
    const token = readDrillFile<{ tokens?: { official?: string } }>(configuration.dataFolder, 'setup')?.tokens
      ?.official;
    const { host, httpPort } = configuration;
    process.stdout.write(
      `\nLook at the sweep: http://${host}:${httpPort}/#token=${token ?? ''}\nCtrl-C ends it.\n`,
    );
    while (!interrupted) await Promise.race([sleep(250), supervisor.failed]);
  }
  await supervisor.stop();
  return held ? 0 : 1;
}

async function judge(environment: NodeJS.ProcessEnv, { sweepId }: Summary): Promise<boolean> {
  const told = spawn(process.execPath, [dist('apps/simulator/src/summary.cli.js')], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [status] = (await once(told, 'exit')) as [number | null];
  const equations = await runReconcile(['--sweep', String(sweepId)], environment, {
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
  });
  return status === 0 && equations === 0;
}

/** Starts the supervisor, and again when it dies, as a service manager would. */
function keepSupervisor(environment: NodeJS.ProcessEnv) {
  let stopping = false;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  let child = start();
  function start() {
    const started = fork(dist('apps/supervisor/src/main.js'), {
      env: environment,
      execArgv: ['--enable-source-maps', '--max-semi-space-size=4'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    started.stderr?.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4000)));
    started.once('exit', (status) => {
      if (stopping) return;
      if (status === 78) fail(new ConfigurationError(errors.trim()));
      else setTimeout(() => stopping || (child = start()), 200);
    });
    return started;
  }
  return {
    failed,
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
