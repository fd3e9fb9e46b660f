import { costChart } from '../../apps/offline/src/design/compare/cost-chart.js';
import { acceptanceTable } from './acceptance.js';
import { accuracyTables } from './accuracy.js';
import { calibrate, calibrationPicture, calibrationTable } from './calibration.js';
import { capacityTable } from './capacity.js';
import type { Table } from './cells.js';
import { formulaTables } from './formulas.js';
import { laboratoryTable } from './laboratory-data.js';
import { latencyPicture, latencyTable, timeDecoders } from './latency.js';
import { noisePicture, noiseTable, underNoise } from './noise.js';
import { offeredTable } from './offered.js';
import { publishedRowTables } from './published-rows.js';
import { N1 } from './shorthand.js';

/** What one part of docs/decoding.md comes to: its tables, and its pictures by their files' names. */
export type Part = {
  readonly tables: readonly Table[];
  readonly pictures?: Readonly<Record<string, string>>;
};

const NOTES = ['Se 0.95, Sp 0.99, pools up to 100, dilution not counted'];

/** The parts of the document; `share`: of the draws of the full run. `latency` is the one that is compared with nothing. */
export const PARTS = {
  costs: () => ({
    tables: [offeredTable(), ...formulaTables(), ...publishedRowTables()],
    pictures: { 'tests-per-person': costChart({ assay: N1, seenInPool: () => 1 }, 100, NOTES) },
  }),
  laboratory: () => ({ tables: [laboratoryTable()] }),
  capacity: (share) => ({ tables: [capacityTable(Math.ceil(20_000 * share))] }),
  accuracy: (share) => ({ tables: [...accuracyTables(share), acceptanceTable(Math.ceil(10_000 * share))] }),
  noise: (share) => {
    const found = underNoise(share);
    return { tables: [noiseTable(found)], pictures: { 'sensitivity-under-noise': noisePicture(found) } };
  },
  calibration: (share) => {
    const found = calibrate(share);
    return { tables: [calibrationTable(found)], pictures: { calibration: calibrationPicture(found) } };
  },
  latency: (share) => {
    const found = timeDecoders(share);
    return { tables: [latencyTable(found)], pictures: { 'decoder-latency': latencyPicture(found) } };
  },
} as const satisfies Record<string, (share: number) => Part>;
