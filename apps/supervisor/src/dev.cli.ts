import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { installationFolder, productProcesses } from './processes.js';
import { supervise } from './supervise.js';

// `npm run dev`: compiles what is saved, and starts the processes again with it.
const root = installationFolder();
const folders = ['apps', 'libs', 'workers'];

/** Compiles all sources, a second's work; false when one of them does not compile, which the compiler has said. */
async function compile(): Promise<boolean> {
  const compiler = spawn(
    process.execPath,
    [
      join(root, 'node_modules/@swc/cli/bin/swc.js'),
      ...folders,
      ...['-d', 'dist', '--ignore', '**/*.spec.ts,**/*.tsx,apps/web/**', '--quiet'],
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [status] = (await once(compiler, 'exit')) as [number | null];
  return status === 0;
}

const supervision = await supervise(productProcesses);
console.log('Sweepwell is up and watches its sources.');
let saved: NodeJS.Timeout | undefined;
for (const folder of folders) {
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (!/\.(ts|sql)$/.test(file ?? '')) return;
    clearTimeout(saved);
    // a save writes several files: once they are all there
    saved = setTimeout(() => {
      void compile().then((compiled) => {
        console.log(compiled ? 'Sources changed: the processes start again.' : 'Nothing is started again.');
        if (compiled) supervision.restart();
        return undefined;
      });
    }, 300);
  });
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void supervision.stop().then(() => process.exit(0)));
}
