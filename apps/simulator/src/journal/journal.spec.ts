import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Entry } from './entries.js';
import { openJournal, readJournal } from './journal.js';

it('gives back what was written, and goes on after a line that was cut', () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const file = join(folder, 'journal.jsonl');
  const entries: Entry[] = [
    { k: 'until', at: 5 },
    { k: 'plate', n: 0, laboratory: 0, at: 5, tubes: [1, 2], returned: false },
  ];
  const journal = openJournal(file);
  for (const entry of entries) journal.write(entry);
  journal.close();
  writeFileSync(file, '{"k":"unt', { flag: 'a' });
  expect(readJournal(file)).toEqual(entries);
  const again = openJournal(file);
  again.write({ k: 'until', at: 6 });
  again.close();
  expect(readJournal(file)).toEqual([...entries, { k: 'until', at: 6 }]);
  rmSync(folder, { recursive: true });
});
