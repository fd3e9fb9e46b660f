import { runRedecode } from './redecode/run-redecode.js';

// `npm run redecode -- [--batch ID | --sweep ID | --all]`: does every kept decode come to the same bytes again?
const status = await runRedecode(process.argv.slice(2), process.env, {
  print: (line) => console.log(line),
  warn: (line) => console.error(line),
});
// not exitCode: the embedded server's package hooks the end of a process and would end it with 0
process.exit(status);
