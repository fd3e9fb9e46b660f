import { acceptanceTable } from './acceptance.js';
import { accuracyTables } from './accuracy.js';
import { calibrate, calibrationTable } from './calibration.js';
import { capacityTable } from './capacity.js';
import type { Table } from './cells.js';
import { formulaTables } from './formulas.js';
import { laboratoryTable } from './laboratory-data.js';
import { noiseTable, underNoise } from './noise.js';
import { offeredTable } from './offered.js';
import { publishedRowTables } from './published-rows.js';

/** Tables that are the same on every machine, and those that only vary by their draws; `share`: of the draws of the full run. */
export function comparedTables(share: number) {
  const [calibrated, noisy] = [calibrate(share), underNoise(share)];
  const tables: Table[] = [
    ...formulaTables(),
    ...publishedRowTables(),
    offeredTable(),
    laboratoryTable(),
    capacityTable(Math.ceil(20_000 * share)),
    ...accuracyTables(share),
    acceptanceTable(Math.ceil(10_000 * share)),
    noiseTable(noisy),
    calibrationTable(calibrated),
  ];
  return { tables, calibrated, noisy };
}
