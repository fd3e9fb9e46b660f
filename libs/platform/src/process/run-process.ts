import { ConsoleLogger, type INestApplicationContext } from '@nestjs/common';
import { ConfigurationError, readConfiguration } from '../configuration.js';

/** Above the chosen level, as JSON lines; the supervisor keeps them in DATA_DIR/logs. */
export function jsonLogger(name: string): ConsoleLogger {
  const levels = ['debug', 'log', 'warn', 'error', 'fatal'] as const;
  const from = levels.indexOf(readConfiguration().logLevel);
  return new ConsoleLogger(name, { json: true, logLevels: levels.slice(from) });
}

/**
 * Starts a process, tells its supervisor that it is ready, and ends it when that supervisor is gone: an
 * orphan would hold ports and locks. A setting that cannot be used ends the start with a readable message.
 */
export async function runProcess(start: () => Promise<INestApplicationContext>): Promise<void> {
  try {
    const app = await start();
    app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
    process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    process.send?.('ready');
  } catch (error) {
    const readable = error instanceof ConfigurationError || isPortInUse(error);
    const message = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${readable ? message.message : (message.stack ?? message.message)}\n`);
    process.exit(readable ? 78 : 1);
  }
}

function isPortInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
