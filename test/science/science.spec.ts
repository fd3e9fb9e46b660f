import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exact, ratio, simulated } from './cells.js';
import { differences } from './compare-tables.js';
import { tablesOf, withTable } from './document.js';
import { type Part, PARTS } from './parts.js';

const document = readFileSync(new URL('../../docs/decoding.md', import.meta.url), 'utf8');

const { latency: _measured, ...compared } = PARTS;

it.each(Object.entries<(share: number) => Part>(compared))(
  'docs/decoding.md says what is computed: %s',
  { timeout: 300_000 },
  (_name, part) => {
    const committed = tablesOf(document);
    const { tables } = part(0.02);
    expect(tables.flatMap((table) => differences(table, committed.get(table.name)))).toEqual([]);
  },
);

it('a wrong figure is seen: one digit of a formula, a drawn one beyond the noise, a row that is missing', () => {
  const table = {
    name: 't',
    columns: ['a', 'b'],
    rows: [[exact(0.25, 4), simulated({ mean: 0.9, error: 0.01 })]],
  };
  const put = (text: string) =>
    tablesOf(`<!-- table t -->\n| a | b |\n| --- | ---: |\n${text}<!-- end -->`).get('t');
  expect(differences(table, put('| 0.2500 | 0.930 ± 0.010 |\n'))).toEqual([]);
  expect(differences(table, put('| 0.2501 | 0.900 ± 0.010 |\n'))).toHaveLength(1);
  expect(differences(table, put('| 0.2500 | 0.990 ± 0.010 |\n'))).toHaveLength(1);
  expect(differences(table, put(''))).toHaveLength(1);
  expect(differences(table, undefined)).toHaveLength(1);
  const written = withTable('<!-- table t -->\nold\n<!-- end -->', table);
  expect(differences(table, tablesOf(written).get('t'))).toEqual([]);
});

it('a ratio’s error is that of its batches, and never 0', () => {
  expect(ratio([{ hit: 1, of: 1 }]).error).toBe(0.5);
  const { mean, error } = ratio(Array.from({ length: 400 }, (_, i) => ({ hit: i % 2, of: 1 })));
  expect([mean, error]).toEqual([0.5, 0.025]);
});
