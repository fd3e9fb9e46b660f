import { join } from 'node:path';
import {
  ConfigurationError,
  type EmbeddedServer,
  loadSecrets,
  prepareDatabase,
  readConfiguration,
  startEmbeddedServer,
} from '#lis/platform';
import { followSuccessors } from './keys/follow-successors.js';
import type { ProcessDefinition } from './processes.js';
import { runFolder } from './run-folder.js';
import { watchProcess, type WatchedProcess } from './watch-process.js';

export type Supervision = {
  /** exit status of the process that ends by itself (a drill's simulator) */
  ended: Promise<number>;
  /** rejects when a process cannot run at all with these settings */
  failed: Promise<never>;
  /** ends every process; each is started again at once */
  restart(): void;
  stop(): Promise<void>;
};

/**
 * Runs an installation: ends what a crash left behind, starts PostgreSQL (unless DATABASE_URL names one), brings
 * it to this version, starts the processes and keeps them alive, PostgreSQL first among them.
 * @throws ConfigurationError for settings, a folder or a port that cannot be used
 */
export async function supervise(
  processes: readonly ProcessDefinition[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Supervision> {
  const configuration = readConfiguration(environment);
  const secrets = loadSecrets(configuration);
  const folder = runFolder(configuration.dataFolder);
  folder.lock('supervisor');
  await folder.endOrphans();

  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  let stopping = false;
  let server: EmbeddedServer | undefined;
  const startServer = () =>
    startEmbeddedServer({
      folder: join(configuration.dataFolder, 'postgres'),
      port: configuration.postgresPort,
      password: secrets.ownerPassword,
      log: () => undefined,
    });
  const keepServer = async () => {
    while (!stopping) {
      await server?.exited;
      if (stopping) return;
      server = await startServer();
    }
  };
  if (!configuration.databaseUrl) {
    server = await startServer();
    keepServer().catch(fail);
  }
  try {
    await prepareDatabase(configuration, secrets);
  } catch (error) {
    stopping = true;
    await server?.stop();
    throw error;
  }
  const watched: WatchedProcess[] = processes.map((definition) =>
    watchProcess(definition, {
      dataFolder: configuration.dataFolder,
      environment,
      started: (pid, entry) => folder.note(definition.name, pid, entry),
      gaveUp: (message) => fail(new ConfigurationError(`${definition.name}: ${message}`)),
    }),
  );
  const stopResealing = followSuccessors(environment);
  const stop = async () => {
    stopping = true;
    await Promise.all([stopResealing(), ...watched.map((one) => one.stop())]);
    for (const { name } of processes) folder.forget(name);
    await server?.stop();
    folder.forget('supervisor');
  };
  const restart = () => {
    for (const one of watched) one.restart();
  };
  const ready = Promise.all(watched.filter((_, index) => !processes[index]?.ends).map((one) => one.ready));
  await Promise.race([ready, failed]).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const ends = watched.find((_, index) => processes[index]?.ends);
  return { ended: ends?.ended ?? new Promise(() => undefined), failed, restart, stop };
}
