import { ConfigurationError } from '#lis/platform';
import { summaryLines } from './drill-summary.js';
import { runDrill } from './run-drill.js';

const abort = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => abort.abort());
process.once('disconnect', () => abort.abort());

try {
  const summary = await runDrill(abort.signal);
  process.stdout.write(`${summaryLines(summary).join('\n')}\n`);
  // what was found wrong is in summary.json; a status other than 0 asks to be started again
  process.exit(0);
} catch (error) {
  if (abort.signal.aborted) process.exit(0);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(error instanceof ConfigurationError ? 78 : 1);
}
