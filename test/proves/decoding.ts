import { builtInDesign, simulateAcceptance } from '#lis/domain';
import type { Prove } from './prove.js';

const cases = [
  { id: 'rs-384x48', tolerated: 2, sensitivity: 0.99, testsPerPerson: 0.13 },
  { id: 'triples-961x93', tolerated: 1, sensitivity: 0.98, testsPerPerson: 0.105 },
] as const;

/**
 * Pools with Se 0.95 and Sp 0.99 at 1 in 1,000: COMP(e) keeps its sensitivity at its cost, and neither it nor the whole decoder, whose
 * negatives are limited by their posterior too, ever calls negative what has too few negative pools.
 */
export const prove: Prove = ({ seed, small, report }) => Promise.resolve(judge(seed, small, report));

function judge(seed: string, small: boolean, report: (told: Record<string, unknown>) => void): string | null {
  const batches = small ? 1000 : 10_000;
  for (const { id, tolerated, sensitivity, testsPerPerson } of cases) {
    const order = {
      design: builtInDesign(id),
      test: { sensitivity: 0.95, specificity: 0.99 },
      prevalence: 0.001,
      tolerated,
      batches,
    };
    const comp = simulateAcceptance({ ...order, seed: `${seed} ${id}`, method: 'combinatorial' });
    const whole = simulateAcceptance({ ...order, seed: `${seed} ${id}`, method: 'auto' });
    const mean = simulateAcceptance({ ...order, seed: `${seed} ${id}`, method: 'auto', missesAre: 'mean' });
    report({ [id]: { comp, whole, mean } });
    if (comp.unsafe + whole.unsafe + mean.unsafe > 0) return `${id}: a negative with too few negative pools`;
    const grace = small ? 3 * Math.sqrt((sensitivity * (1 - sensitivity)) / comp.positives) : 0;
    if (comp.sensitivity < sensitivity - grace) return `${id}: sensitivity ${comp.sensitivity}`;
    if (comp.testsPerPerson > testsPerPerson) return `${id}: ${comp.testsPerPerson} tests a person`;
    if (Math.min(whole.sensitivity, mean.sensitivity) < comp.sensitivity)
      return `${id}: the posterior made a negative`;
  }
  return null;
}
