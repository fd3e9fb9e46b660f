import { runReconcile } from './reconcile/index.js';

// `node dist/apps/supervisor/src/reconcile.cli.js [--sweep ID]`: does the sweep add up (law 6)?
const status = await runReconcile(process.argv.slice(2), process.env, {
  print: (line) => console.log(line),
  warn: (line) => console.error(line),
});
// not exitCode: the embedded server's package hooks the end of a process and would end it with 0
process.exit(status);
