import { runRetention } from './retention/run-retention.js';

// `npm run retention -- --older-than DAYS [--apply]`
const status = await runRetention(process.argv.slice(2), process.env, {
  print: (line) => console.log(line),
  warn: (line) => console.error(line),
});
// not exitCode: the embedded server's package hooks the end of a process and would end it with 0
process.exit(status);
