import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLedger, readLedger } from './ledger-file.js';
import { type LedgerLine, sha256 } from './ledger-line.js';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ledger-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const lineOf = (body: string): LedgerLine => ({
  machine: 1,
  at: 2,
  idempotencyKey: 'a:1',
  attempt: '1',
  sha256: sha256(body),
  lost: false,
  body,
});
const read = async (file: string) => {
  const lines: LedgerLine[] = [];
  await readLedger(file, (line) => lines.push(line));
  return lines;
};

it('keeps every line, also of many that come at once, and cuts off one that a kill has cut', async () => {
  const file = join(folder, 'ledger.jsonl');
  expect(await read(file)).toEqual([]);
  const ledger = await openLedger(file);
  const lines = Array.from({ length: 50 }, (_, index) => lineOf(`{"n":${index},"name":"张伟\\n"}`));
  await Promise.all(lines.map((line) => ledger.append(line)));
  await ledger.close();
  writeFileSync(file, '{"machine":1,"at":', { flag: 'a' });
  expect(await read(file)).toEqual(lines);
  expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true);
});

it('refuses a line whose body is not what was received', async () => {
  const file = join(folder, 'ledger.jsonl');
  writeFileSync(file, `${JSON.stringify({ ...lineOf('{"n":1}'), body: '{"n":2}' })}\n`);
  await expect(read(file)).rejects.toThrow('was changed');
});
