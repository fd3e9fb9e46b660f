import { readFileSync } from 'node:fs';
import type { Desk } from '../desk.js';
import { InputRefusal } from '../input/input-refusal.js';

/** A desk whose files are texts in memory (and the examples of this folder), and which remembers what was said. */
export function memoryDesk(files: Readonly<Record<string, string | Buffer>> = {}) {
  const told = { out: '', remarks: [] as string[], written: new Map<string, string>() };
  const desk: Desk = {
    read: (file) => {
      if (file.startsWith('apps/offline/examples/'))
        return readFileSync(new URL(`../../${file.slice('apps/offline/'.length)}`, import.meta.url));
      const content = files[file];
      if (content === undefined) throw new InputRefusal(`${file}: there is no such file`);
      return Buffer.from(content);
    },
    write: (file, text) => void told.written.set(file, text),
    print: (text) => void (told.out += text),
    warn: (line) => void told.remarks.push(line),
    now: () => 0,
  };
  return { desk, told };
}

/** The commands that a manual shows under EXAMPLES, as arguments. */
export function examplesOf(help: string, command: string): string[][] {
  const start = `    npm run --silent ${command} -- `;
  return help
    .split('\n')
    .flatMap((line) => (line.startsWith(start) ? [line.slice(start.length).split(' ')] : []));
}
