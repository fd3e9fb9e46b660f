import { arrayDesign } from './array-design.js';
import { hyperDesign } from './hyper.js';
import { hypercubeDesign } from './hypercube.js';
import { tripleDesign } from './kirkman.js';
import type { PoolDesign } from './pool-design.js';
import { reedSolomonDesign } from './reed-solomon.js';

/** The designs of fixed size, by their ids; each is made when it is asked for. Dorfman pools and stages are of any size. */
export const BUILT_IN_DESIGNS = {
  'array-8x12': () => arrayDesign(8, 12),
  'array-8x12-master': () => arrayDesign(8, 12, true),
  'array-16x24': () => arrayDesign(16, 24),
  'array-16x24-master': () => arrayDesign(16, 24, true),
  'hypercube-3^3': () => hypercubeDesign(3, 3),
  'hypercube-3^3-master': () => hypercubeDesign(3, 3, true),
  'hypercube-3^4': () => hypercubeDesign(3, 4),
  'hypercube-3^4-master': () => hypercubeDesign(3, 4, true),
  'hyper-96x16-q2': () => hyperDesign(96, 16, 2),
  'hyper-384x32-q2': () => hyperDesign(384, 32, 2),
  'hyper-384x48-q3': () => hyperDesign(384, 48, 3),
  'rs-384x48': () => reedSolomonDesign(384, 6),
  'triples-105x45': () => tripleDesign(105, 45),
  'triples-961x93': () => tripleDesign(961, 93),
} as const satisfies Record<string, () => PoolDesign>;

export type BuiltInDesignId = keyof typeof BUILT_IN_DESIGNS;

const made = new Map<BuiltInDesignId, PoolDesign>();

export const isBuiltInDesign = (id: string): id is BuiltInDesignId => Object.hasOwn(BUILT_IN_DESIGNS, id);

/** Makes the design the first time and keeps it: designs are never changed. */
export function builtInDesign(id: BuiltInDesignId): PoolDesign {
  const design = made.get(id) ?? BUILT_IN_DESIGNS[id]();
  made.set(id, design);
  return design;
}
