import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// this file runs as it is or built; the messages lie beside the sources
const here = fileURLToPath(new URL('../../../', import.meta.url));
const root = basename(here.replace(/\/$/, '')) === 'dist' ? join(here, '..') : here;
const fixture = (name: string) => readFileSync(join(root, 'libs/hl7/fixtures/ours', `${name}.hl7`), 'utf8');

export type BenchMessage = {
  text: string;
  /** what the question's answers are, written down here and not read by any of the readers */
  answers: readonly string[];
};

const pool = [
  ['94500-6', '260373001', 'F'],
  ['ORF1AB', '28.41', 'F'],
  ['N', '27.90', 'F'],
  ['IC', '24.02', 'F'],
  ['CURVE', 'PCRMW', 'F'],
].flat();
const panel = Array.from({ length: 40 }, (_, i) => [`T${i + 1}`, (20.1 + i / 10).toFixed(2), 'F']).flat();

/** A pool of 1.2 kB, a panel of 40 OBX, and 96 wells in one OUL^R22. */
export function benchMessages(): { pool: BenchMessage; panel: BenchMessage; plate: string } {
  return {
    pool: { text: fixture('pcr_oru_pool_positive'), answers: pool },
    panel: { text: fixture('bench_oru_40obx'), answers: panel },
    plate: fixture('pcr_oul_r22_full_96well_plate'),
  };
}
