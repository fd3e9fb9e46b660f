import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { installationFolder, productProcesses } from './processes.js';
import { supervise } from './supervise.js';

// `npm run dev`: compiles what is saved, and starts the processes again with it.
const root = installationFolder();
const compiler = spawn(
  process.execPath,
  [
    join(root, 'node_modules/@swc/cli/bin/swc.js'),
    ...['apps', 'libs', 'workers', '-d', 'dist', '--ignore', '**/*.spec.ts,**/*.tsx,apps/web/**', '--watch'],
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
const supervision = await supervise(productProcesses);
console.log('Sweepwell is up and watches its sources.');
let changed: NodeJS.Timeout | undefined;
watch(join(root, 'dist'), { recursive: true }, () => {
  clearTimeout(changed);
  // a save writes several files: once they are all there
  changed = setTimeout(() => {
    console.log('Sources changed: the processes start again.');
    supervision.restart();
  }, 300);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    compiler.kill();
    void supervision.stop().then(() => process.exit(0));
  });
}
