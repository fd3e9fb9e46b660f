import { builtInDesign, simulateAcceptance } from '#lis/domain';
import { exact, measured, simulated, type Table, words } from './cells.js';
import { comp, N1 } from './shorthand.js';

const CASES = [
  { id: 'rs-384x48', tolerated: 2, bar: 'sensitivity ≥ .99 at ≤ .13' },
  { id: 'triples-961x93', tolerated: 1, bar: 'sensitivity ≥ .98 at ≤ .105' },
] as const;

/** Large designs with COMP(e) at 1 in 1,000, Se .95 and Sp .99. `unsafe` must be 0 at any number of draws. */
export function acceptanceTable(batches: number): Table {
  const rows = CASES.map(({ id, tolerated, bar }) => {
    const order = {
      design: builtInDesign(id),
      test: N1,
      prevalence: 0.001,
    };
    const found = simulateAcceptance({
      ...order,
      tolerated,
      batches,
      seed: `science ${id}`,
      method: 'combinatorial',
    });
    return [
      words(`${id}, e ${tolerated}`),
      words(bar),
      simulated({ mean: found.sensitivity, error: errorOf(found) }, 4),
      exact(comp(id, 0.001, N1, tolerated).testsPerPerson, 4),
      measured(found.testsPerPerson.toFixed(4)),
      exact(found.unsafe),
    ];
  });
  const columns = [
    'design',
    'asked of it',
    'sensitivity',
    'tests per person (formula)',
    'drawn',
    'negatives with too few negative pools',
  ];
  return { name: 'acceptance', columns, rows };
}

const errorOf = ({ sensitivity, positives }: { sensitivity: number; positives: number }) =>
  Math.sqrt(Math.max(sensitivity * (1 - sensitivity), 0.25 / positives) / positives);
