import { runAudit } from './audit/index.js';

// `node dist/apps/supervisor/src/audit.cli.js verify [--sweep ID]`: is the audit what was written (law 8)?
const status = await runAudit(process.argv.slice(2), process.env, {
  print: (line) => console.log(line),
  warn: (line) => console.error(line),
});
// not exitCode: the embedded server's package hooks the end of a process and would end it with 0
process.exit(status);
