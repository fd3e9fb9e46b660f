import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { differences } from './science/compare-tables.js';
import { tablesOf, withMachine, withTable } from './science/document.js';
import { machine } from './science/latency.js';
import { type Part, PARTS } from './science/parts.js';

// `npm run science [-- --only PART,… --small]`: the tables and pictures of docs/decoding.md. `--small` draws a twentieth, writes
// nothing and ends with 1 when the document does not say what was computed.
const docs = (path: string) => fileURLToPath(new URL(`../docs/${path}`, import.meta.url));
const { values } = parseArgs({
  options: { small: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const parts: Record<string, (share: number) => Part> = PARTS;
const names = values.only?.split(',') ?? Object.keys(parts);
const unknown = names.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`No part is called ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

let different = 0;
for (const name of names) {
  const { tables, pictures = {} } = parts[name]?.(values.small ? 0.05 : 1) ?? { tables: [] };
  const document = readFileSync(docs('decoding.md'), 'utf8');
  if (values.small) {
    const committed = tablesOf(document);
    const found = tables.flatMap((table) => differences(table, committed.get(table.name)));
    found.forEach((line) => console.error(line));
    different += found.length;
  } else {
    const written = tables.reduce(withTable, document);
    writeFileSync(docs('decoding.md'), name === 'latency' ? withMachine(written, machine()) : written);
    for (const [picture, svg] of Object.entries(pictures))
      writeFileSync(docs(`pictures/${picture}.svg`), svg);
  }
  const { user } = process.cpuUsage();
  console.log(`${name}: ${tables.length} tables, ${(user / 1e6).toFixed(0)} s so far`);
}
if (different > 0) console.error(`${different} figures differ from docs/decoding.md`);
process.exit(different > 0 ? 1 : 0);
