import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../fixtures/', import.meta.url);

/** Bytes of a fixture, e.g. `ours/ack_ca.hl7`. */
export function readFixture(name: string): Buffer {
  return readFileSync(new URL(name, root));
}

/** Names of every message file of a fixture folder. */
export function listFixtures(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root))
    .filter((name) => name.endsWith('.hl7'))
    .sort()
    .map((name) => `${folder}/${name}`);
}

export const FIXTURE_FOLDERS = ['ours', 'reportstream', 'hl7apy', 'python-hl7', 'medplum'];
