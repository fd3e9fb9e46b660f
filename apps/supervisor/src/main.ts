import { ConfigurationError, readConfiguration } from '#lis/platform';
import { productProcesses, simulatorProcess } from './processes.js';
import { type Supervision, supervise } from './supervise.js';

// `npm start`: the product. With DRILL_OPTIONS in the environment (`npm run drill`) the simulator too.
const processes = process.env['DRILL_OPTIONS'] ? [...productProcesses, simulatorProcess] : productProcesses;
let supervision: Supervision | undefined;
try {
  supervision = await supervise(processes);
  const running = supervision;
  const { host, httpPort, mllpPort } = readConfiguration();
  process.stdout.write(
    `Sweepwell is up: http://${host}:${httpPort}, analysers at ${host}:${mllpPort} (MLLP)\n`,
  );
  process.send?.('ready');
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void running.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  void supervision.ended.then(() => process.connected && process.send?.('drill-ended'));
  await supervision.failed;
} catch (error) {
  await supervision?.stop();
  const readable = error instanceof ConfigurationError;
  process.stderr.write(
    `${readable ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(readable ? 78 : 1);
}
