import { createReadStream, existsSync, readFileSync, truncateSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type LedgerLine, readLedgerLine } from './ledger-line.js';

export type LedgerFile = { append(line: LedgerLine): Promise<void>; close(): Promise<void> };

/** Lines are on the disk before the promise is kept; lines that come together share one flush. */
export async function openLedger(file: string): Promise<LedgerFile> {
  const handle: FileHandle = await open(file, 'a', 0o600);
  let waiting: string[] = [];
  let flush: Promise<void> | null = null;
  const write = async () => {
    // what comes in the same turn goes along
    await Promise.resolve();
    const lines = waiting.join('');
    waiting = [];
    flush = null;
    await handle.appendFile(lines);
    await handle.datasync();
  };
  let last = Promise.resolve();
  return {
    append: (line) => {
      waiting.push(`${JSON.stringify(line)}\n`);
      flush ??= last = last.then(write);
      return flush;
    },
    close: async () => {
      await last;
      await handle.close();
    },
  };
}

/** Every whole line in order; a last line that a kill has cut was never answered, and is cut off. */
export async function readLedger(file: string, see: (line: LedgerLine) => void): Promise<void> {
  if (!existsSync(file)) return;
  cutTail(file);
  for await (const text of createInterface({ input: createReadStream(file) })) {
    if (text !== '') see(readLedgerLine(text));
  }
}

function cutTail(file: string): void {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
}
