import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillOptions } from '../options.js';

/** DATA_DIR/drill: everything a killed simulator needs to go on. */
export type DrillFolder = ReturnType<typeof drillFolder>;

export const drillFolder = (dataFolder: string) => {
  const path = join(dataFolder, 'drill');
  mkdirSync(path, { recursive: true });
  return {
    path,
    setup: join(path, 'setup.json'),
    journal: join(path, 'journal.jsonl'),
    ledger: join(path, 'ledger.jsonl'),
    /** of the desks for ELR and FHIR */
    ledgerElr: join(path, 'ledger-elr.jsonl'),
    ledgerFhir: join(path, 'ledger-fhir.jsonl'),
    progress: join(path, 'progress.json'),
    summary: join(path, 'summary.json'),
    /** outlives a drill: the recipient's address in the product stays the same */
    authority: join(path, 'authority.json'),
  };
};

/** Whole or not at all, whenever the process is killed. */
export function writeWhole(file: string, value: unknown): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(value, null, 1), { mode: 0o600 });
  renameSync(draft, file);
}

export function readWhole(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Puts aside what a finished drill, or one of other options, has left; a drill under way stays. */
export function makeRoom(folder: DrillFolder, options: DrillOptions): void {
  const before = readWhole(folder.setup) as { options: DrillOptions } | null;
  if (!before) return;
  const same = JSON.stringify(before.options) === JSON.stringify(options);
  const finished = (readWhole(folder.summary) as { done: boolean } | null)?.done ?? false;
  if (same && !finished) return;
  let number = 1;
  while (existsSync(join(folder.path, `past-${number}`))) number += 1;
  const past = join(folder.path, `past-${number}`);
  mkdirSync(past);
  const { journal, ledger, ledgerElr, ledgerFhir, progress, summary, setup } = folder;
  for (const file of [journal, ledger, ledgerElr, ledgerFhir, progress, summary, setup]) {
    if (existsSync(file)) renameSync(file, join(past, file.slice(folder.path.length + 1)));
  }
}
