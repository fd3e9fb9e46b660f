import { ConfigurationError } from '#lis/platform';
import { readDrillCommand } from './drill/drill-command.js';
import { runDrillCommand } from './drill/run-drill-command.js';

// `npm run drill`: a whole sweep of a virtual city, on a database of its own.
try {
  const command = readDrillCommand(process.argv.slice(2), process.env);
  process.exit(command === 'help' ? 0 : await runDrillCommand(command));
} catch (error) {
  const readable = error instanceof ConfigurationError;
  process.stderr.write(
    `${readable ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(readable ? 2 : 1);
}
