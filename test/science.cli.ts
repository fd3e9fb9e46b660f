import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { costChart } from '../apps/offline/src/design/compare/cost-chart.js';
import { comparedTables } from './science/all-tables.js';
import { calibrationPicture } from './science/calibration.js';
import { differences } from './science/compare-tables.js';
import { tablesOf, withTable } from './science/document.js';
import { latencyPicture, latencyTable, machine, timeDecoders } from './science/latency.js';
import { noisePicture } from './science/noise.js';
import { N1 } from './science/shorthand.js';

// `npm run science [-- --small]`: the tables and pictures of docs/decoding.md. `--small` draws a twentieth, writes nothing and
// ends with 1 when the document does not say what was computed.
const docs = (path: string) => fileURLToPath(new URL(`../docs/${path}`, import.meta.url));
const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
const document = readFileSync(docs('decoding.md'), 'utf8');
const timed = timeDecoders(values.small ? 0.05 : 1);
const { tables, calibrated, noisy } = comparedTables(values.small ? 0.05 : 1);

if (values.small) {
  const committed = tablesOf(document);
  const found = [...tables, latencyTable(timed)].flatMap((table) =>
    differences(table, committed.get(table.name)),
  );
  found.forEach((line) => console.error(line));
  console.log(`${tables.length + 1} tables, ${found.length} differences`);
  process.exit(found.length > 0 ? 1 : 0);
}
const written = [...tables, latencyTable(timed)].reduce(withTable, document);
const measuredOn = /(<!-- machine -->)[^]*?(<!-- end machine -->)/;
writeFileSync(
  docs('decoding.md'),
  written.replace(measuredOn, (_whole, before, after) => `${before}${machine()}${after}`),
);
const tests = { assay: N1, seenInPool: () => 1 };
const notes = ['Se 0.95, Sp 0.99, pools up to 100, dilution not counted'];
writeFileSync(docs('pictures/tests-per-person.svg'), costChart(tests, 100, notes));
writeFileSync(docs('pictures/sensitivity-under-noise.svg'), noisePicture(noisy));
writeFileSync(docs('pictures/calibration.svg'), calibrationPicture(calibrated));
writeFileSync(docs('pictures/decoder-latency.svg'), latencyPicture(timed));
console.log(`${tables.length + 1} tables and 4 pictures written`);
