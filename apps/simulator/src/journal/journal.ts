import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { Entry } from './entries.js';

export type Journal = { write(entry: Entry): void; close(): void };

/** Appends lines; a killed process loses none that it wrote, because the machine still holds them. */
export function openJournal(file: string): Journal {
  const descriptor = openSync(file, 'a', 0o600);
  return {
    write: (entry) => void writeSync(descriptor, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(descriptor),
  };
}

/** Every whole line, in order; a line that was cut by the kill is cut off the file too. */
export function readJournal(file: string): Entry[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  return whole
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry);
}
