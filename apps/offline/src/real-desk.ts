import { readFileSync, writeFileSync } from 'node:fs';
import type { Desk } from './desk.js';
import { InputRefusal } from './input/input-refusal.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/** The desk of a command that a person runs. */
export const realDesk: Desk = {
  read: (file) => {
    try {
      return readFileSync(file === '-' ? 0 : file);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      throw new InputRefusal(`${file}: ${REASONS[code] ?? `cannot be read (${code})`}`);
    }
  },
  write: (file, text) => {
    try {
      writeFileSync(file, text);
    } catch (error) {
      throw new InputRefusal(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code ?? ''})`);
    }
  },
  print: (text) => process.stdout.write(text),
  warn: (line) => process.stderr.write(`${line}\n`),
  now: () => performance.now(),
};
