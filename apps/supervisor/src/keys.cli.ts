import { runKeys } from './keys/run-keys.js';

// `npm run keys -- rotate|reseal|drop|show [--realm real|drill]`
const status = await runKeys(process.argv.slice(2), process.env, {
  print: (line) => console.log(line),
  warn: (line) => console.error(line),
});
// not exitCode: the embedded server's package hooks the end of a process and would end it with 0
process.exit(status);
