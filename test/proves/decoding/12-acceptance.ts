import { builtInDesign, simulateAcceptance } from '#lis/domain';
import { test, type Group } from './group.js';

const runs = [
  { id: 'rs-384x48', tolerated: 2, sensitivity: 0.99, testsPerPerson: 0.13 },
  { id: 'triples-961x93', tolerated: 1, sensitivity: 0.98, testsPerPerson: 0.105 },
] as const;

/**
 * 12. At 1 in 1,000 COMP(e) keeps its sensitivity at its cost, and neither it nor the whole decoder, whose negatives are limited by their
 * posterior too, ever calls negative what has too few negative pools.
 */
export const acceptance: Group = (random, small) => {
  const batches = small ? 1000 : 10_000;
  const figures: Record<string, unknown> = {};
  for (const { id, tolerated, sensitivity, testsPerPerson } of runs) {
    const order = { design: builtInDesign(id), test, prevalence: 0.001, tolerated, batches };
    const seed = `${random.int(1e9)} ${id}`;
    const comp = simulateAcceptance({ ...order, seed, method: 'combinatorial' });
    const whole = simulateAcceptance({ ...order, seed, method: 'auto' });
    const mean = simulateAcceptance({ ...order, seed, method: 'auto', missesAre: 'mean' });
    figures[id] = { comp, whole, mean };
    if (comp.unsafe + whole.unsafe + mean.unsafe > 0)
      return { violation: `${id}: a negative with too few negative pools`, figures };
    const grace = small ? 3 * Math.sqrt((sensitivity * (1 - sensitivity)) / comp.positives) : 0;
    if (comp.sensitivity < sensitivity - grace)
      return { violation: `${id}: sensitivity ${comp.sensitivity}`, figures };
    if (comp.testsPerPerson > testsPerPerson)
      return { violation: `${id}: ${comp.testsPerPerson} tests a person`, figures };
    if (Math.min(whole.sensitivity, mean.sensitivity) < comp.sensitivity)
      return { violation: `${id}: the posterior made a negative`, figures };
  }
  return { violation: null, figures };
};
