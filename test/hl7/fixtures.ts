import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// this file runs as it is or built; the messages lie beside the sources
const here = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(basename(here) === 'dist' ? join(here, '..') : here, 'libs/hl7/fixtures');

export const fixtureFolders = ['ours', 'reportstream', 'hl7apy', 'python-hl7', 'medplum'];

export const readFixture = (name: string) => readFileSync(join(folder, name));

/** Every message file of a folder, as `folder/file`. */
export function listFixtures(inFolder: string): string[] {
  const files = readdirSync(join(folder, inFolder)).filter((name) => name.endsWith('.hl7'));
  return files.sort().map((name) => `${inFolder}/${name}`);
}
