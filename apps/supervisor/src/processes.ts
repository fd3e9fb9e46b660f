import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type ProcessDefinition = {
  name: string;
  entry: string;
  /** ends by itself when its work is done, and is not started again then */
  ends?: boolean;
  /** V8 heap bound, MB: an installation of one laptop keeps all its processes below 1.5 GB */
  heapMb: number;
  /** V8's young generation, MB: 8 unless much is made and dropped */
  youngMb?: number;
  /** how large the old generation, buffers counted, becomes before it is first collected, MB; V8 begins with much less */
  firstOldMb?: number;
};

/** The processes of the product. Each can also be started alone: `node <entry>`. */
export const productProcesses: readonly ProcessDefinition[] = [
  { name: 'api', entry: 'dist/apps/api/src/main.js', heapMb: 640, youngMb: 32 },
  { name: 'instrument-gateway', entry: 'dist/apps/instrument-gateway/src/main.js', heapMb: 256 },
  { name: 'outbox', entry: 'dist/workers/outbox/src/main.js', heapMb: 160 },
  { name: 'interpretation', entry: 'dist/workers/interpretation/src/main.js', heapMb: 320 },
  // answers on their way made it collect the whole heap three times a second: 3 % of the decoding
  { name: 'decoding', entry: 'dist/workers/decoding/src/main.js', heapMb: 256, firstOldMb: 64 },
  { name: 'reporting', entry: 'dist/workers/reporting/src/main.js', heapMb: 320 },
];

export const simulatorProcess: ProcessDefinition = {
  name: 'simulator',
  entry: 'dist/apps/simulator/src/main.js',
  ends: true,
  heapMb: 512,
  youngMb: 32,
};

/** What Node is told about the memory of a process. */
export const memoryFlags = ({ heapMb, youngMb = 8, firstOldMb }: ProcessDefinition): string[] => [
  `--max-old-space-size=${heapMb}`,
  `--max-semi-space-size=${youngMb}`,
  ...(firstOldMb === undefined ? [] : [`--initial-old-space-size=${firstOldMb}`]),
];

/** The folder of package.json, from wherever this file was built to. */
export function installationFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json is not part of this installation');
    folder = parent;
  }
  return folder;
}
