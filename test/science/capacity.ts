import {
  builtInDesign,
  type BuiltInDesignId,
  poolsOf,
  seeded,
  type SeededRandom,
  specimensIn,
} from '#lis/domain';
import { type Cell, ratio, simulated, type Table, words } from './cells.js';
import { referenceRows } from './reference.js';

const DESIGNS: Readonly<Record<string, BuiltInDesignId>> = {
  array_8x12: 'array-8x12',
  array_16x24: 'array-16x24',
  hyper_16x96: 'hyper-96x16-q2',
  hyper_32x384: 'hyper-384x32-q2',
  'cube_3^4_12x81': 'hypercube-3^4',
  pbest_48x384: 'rs-384x48',
  kirkman_45x105: 'triples-105x45',
  kirkman_93x961: 'triples-961x93',
};

/** The chance that COMP without noise names exactly the positives, by their number: enumerated by others, drawn by us. */
export function capacityTable(draws: number): Table {
  const golden = referenceRows('golden/comp_exact_by_k.csv');
  const rows = Object.entries(DESIGNS).flatMap(([name, id]): Cell[][] => {
    const published = [1, 2, 3, 4, 5].map((k) => {
      const row = golden.find((one) => one['design'] === name && Number(one['k_positives']) === k);
      return words(Number(row?.['p_comp_equals_truth']).toFixed(3));
    });
    const random = seeded(`capacity ${id}`);
    const ours = [1, 2, 3, 4, 5].map((k) =>
      simulated(ratio(Array.from({ length: draws }, () => ({ hit: isExact(id, k, random) ? 1 : 0, of: 1 })))),
    );
    return [
      [words(`${id}: reference [9]`), ...published],
      [words('ours'), ...ours],
    ];
  });
  return { name: 'capacity', columns: ['positives', '1', '2', '3', '4', '5'], rows };
}

function isExact(id: BuiltInDesignId, positives: number, random: SeededRandom): boolean {
  const design = builtInDesign(id);
  const truth = new Set<number>();
  while (truth.size < positives) truth.add(random.int(design.specimens));
  const held = new Uint8Array(design.pools);
  for (const specimen of truth) for (const pool of poolsOf(design, specimen)) held[pool] = 1;
  // others that could be candidates share a positive pool with a positive
  const others = new Set<number>();
  held.forEach((positive, pool) => {
    if (positive === 1) for (const specimen of specimensIn(design, pool)) others.add(specimen);
  });
  for (const specimen of others)
    if (!truth.has(specimen) && poolsOf(design, specimen).every((pool) => held[pool] === 1)) return false;
  return true;
}
