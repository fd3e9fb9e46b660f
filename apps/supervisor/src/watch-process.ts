import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { installationFolder, memoryFlags, type ProcessDefinition } from './processes.js';

export type WatchedProcess = {
  /** resolves when the process said that it is ready, for the first time */
  ready: Promise<void>;
  /** of a process that ends by itself: its exit status */
  ended: Promise<number>;
  /** ends it; it is started again */
  restart(): void;
  stop(): Promise<void>;
};

/** Exit status of a process whose settings cannot be used: starting it again would not help (EX_CONFIG). */
const unusable = 78;
/** Quick deaths in a row (about half a minute of them) after which somebody must look. */
const hopeless = 20;

/**
 * Starts a process, and again whenever it dies: at once the first time, after up to 2 s when it keeps dying. Its
 * output goes to DATA_DIR/logs.
 */
export function watchProcess(
  definition: ProcessDefinition,
  options: {
    dataFolder: string;
    environment: NodeJS.ProcessEnv;
    started: (pid: number, entry: string) => void;
    gaveUp: (message: string) => void;
  },
): WatchedProcess {
  const entry = join(installationFolder(), definition.entry);
  mkdirSync(join(options.dataFolder, 'logs'), { recursive: true });
  const log = openSync(join(options.dataFolder, 'logs', `${definition.name}.log`), 'a');
  let child: ChildProcess | undefined;
  let stopping = false;
  let deaths = 0;
  let isReady: () => void = () => undefined;
  let hasEnded: (status: number) => void = () => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const ended = new Promise<number>((resolve) => (hasEnded = resolve));

  const start = () => {
    const flags = ['--enable-source-maps', ...memoryFlags(definition)];
    const born = process.hrtime.bigint();
    let errors = '';
    child = spawn(process.execPath, [...flags, entry], {
      stdio: ['ignore', log, 'pipe', 'ipc'],
      env: options.environment,
    });
    if (child.pid !== undefined) options.started(child.pid, definition.entry);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-4000);
      errorLog.write(text);
    });
    child.on('message', (message) => message === 'ready' && isReady());
    child.once('exit', (status) => {
      const livedMs = Number(process.hrtime.bigint() - born) / 1e6;
      if (stopping || (definition.ends && status === 0)) return hasEnded(status ?? 0);
      if (status === unusable) return options.gaveUp(errors.trim());
      deaths = livedMs > 10_000 ? 0 : deaths + 1;
      if (deaths === hopeless) return options.gaveUp(`dies at every start:\n${errors.trim()}`);
      setTimeout(() => stopping || start(), Math.min(2000, 50 * 2 ** Math.max(0, deaths - 1)));
    });
  };
  const errorLog = createWriteStream('', { fd: log, autoClose: false });
  start();
  return {
    ready,
    ended,
    restart: () => child?.kill('SIGTERM'),
    stop: async () => {
      stopping = true;
      const running = child;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      const force = setTimeout(() => running.kill('SIGKILL'), 8000);
      await gone;
      clearTimeout(force);
    },
  };
}
