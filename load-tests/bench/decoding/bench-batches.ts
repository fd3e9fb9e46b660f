import {
  builtInDesign,
  type DecoderSettings,
  designHash,
  designText,
  type KeptBatch,
  seeded,
  simulateBatch,
} from '#lis/domain';

const design = builtInDesign('rs-384x48');
const tests = { sensitivity: 0.95, specificity: 0.99 };
const prevalence = 0.01;

/** The limit of the work as it is by default; the clock's guard is out of the way, so that everybody does the same work. */
export const benchSettings: DecoderSettings = {
  tests,
  priors: prevalence,
  workLimit: 4_000_000,
  budgetMs: 10_000,
};

/** Batches of 384 × 48 at 1 % with pools of Se 0.95 and Sp 0.99, the same in every process. */
export function benchBatches(count: number): KeptBatch[] {
  const random = seeded('bench of the queue');
  const priors = new Float64Array(design.specimens).fill(prevalence);
  const { id, family } = design;
  const kept = { id, family, hash: designHash(design), text: designText(design) };
  return Array.from({ length: count }, (_, n) => ({
    batchId: -1 - n,
    version: 1,
    sweepId: -101,
    design: kept,
    settings: benchSettings,
    settingsHash: 'bench',
    readings: { outcomes: simulateBatch(design, priors, tests, random).outcomes },
  }));
}
