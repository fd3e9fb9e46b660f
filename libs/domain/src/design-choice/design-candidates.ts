import { type BuiltInDesignId, builtInDesign } from '../pool-design/built-in-designs.js';
import { designFacts } from '../pool-design/design-facts.js';
import type { PoolDesign, PoolTest } from '../pool-design/pool-design.js';
import { compCost } from './comp-cost.js';
import type { DesignCost } from './design-cost.js';
import { hierarchicalCost } from './hierarchical-cost.js';

/** What is known of a laboratory's tests. */
export type LaboratoryTests = {
  /** of a single test, and of a pool apart from dilution; its errors are independent */
  readonly assay: PoolTest;
  /** share of the positives of single tests that a pool of k shows: `seenInPool` of the own retests, falling with k */
  readonly seenInPool: (poolSize: number) => number;
};

export type CandidateFamily = 'individual' | 'dorfman' | 'hierarchical' | PoolDesign['family'];

/** A design that may be chosen. */
export type DesignCandidate = {
  readonly id: string;
  readonly family: CandidateFamily;
  /** rounds of testing one after another, the single retests included */
  readonly stages: number;
  /** aliquots that are drawn from a specimen for pools, at most */
  readonly aliquots: number;
  readonly largestPool: number;
  /** specimens of one full batch */
  readonly batch: number;
  readonly needsRobot: boolean;
  readonly cost: (p: number, tests: LaboratoryTests) => DesignCost;
};

/** e by the weight of a design: how many negative pools do not suffice for "negative" by themselves. */
export function defaultTolerance(weight: number): number {
  if (weight <= 2) return 0;
  return weight <= 4 ? 1 : 2;
}

const byHand: ReadonlySet<BuiltInDesignId> = new Set([
  'array-8x12',
  'array-8x12-master',
  'hypercube-3^3',
  'hypercube-3^3-master',
  'hypercube-3^4',
  'hypercube-3^4-master',
]);

const inOneRound: readonly BuiltInDesignId[] = [
  ...byHand,
  'array-16x24',
  'array-16x24-master',
  'hyper-96x16-q2',
  'hyper-384x32-q2',
  'hyper-384x48-q3',
  'rs-384x48',
  'triples-105x45',
  'triples-961x93',
];

/** The largest first pool of three stages that is offered (POOLING 2.1). */
const threeStageLimit = 64;

/** Everything that is offered with pools up to the validated size, single testing first. */
export function designCandidates(validatedPoolSize: number): DesignCandidate[] {
  const sizes = (limit: number) => Array.from({ length: Math.max(0, limit - 1) }, (_, i) => i + 2);
  const dorfman = sizes(validatedPoolSize).map((k) => staged([k, 1]));
  const three = sizes(Math.min(threeStageLimit, validatedPoolSize)).flatMap((k) =>
    sizes(k / 2).flatMap((f) => (k % f === 0 ? [staged([k, f, 1])] : [])),
  );
  return [staged([1]), ...dorfman, ...three, ...inOneRound.map(oneRound)].filter(
    ({ largestPool }) => largestPool <= Math.max(1, validatedPoolSize),
  );
}

function staged(sizes: readonly number[]): DesignCandidate {
  const first = sizes[0] ?? 1;
  const families = ['individual', 'dorfman', 'hierarchical'] as const;
  return {
    id: first === 1 ? 'individual' : `stages-${sizes.join(':')}`,
    family: families[sizes.length - 1] ?? 'hierarchical',
    stages: sizes.length,
    aliquots: sizes.length - 1,
    largestPool: first,
    batch: first,
    needsRobot: false,
    cost: (p, { assay, seenInPool }) => {
      const tests = sizes.map((size) => diluted(assay, seenInPool, size));
      const cost = hierarchicalCost(sizes, tests, p);
      // who is seen in the largest pool is seen in the smaller ones: the dilution counts once
      const factor = first === 1 ? 1 : seenInPool(first);
      const poolingSensitivity = factor * assay.sensitivity ** (sizes.length - 1);
      return { ...cost, poolingSensitivity, sensitivity: poolingSensitivity * assay.sensitivity };
    },
  };
}

function oneRound(id: BuiltInDesignId): DesignCandidate {
  const design = builtInDesign(id);
  const { weight, poolSize } = designFacts(design);
  const largestPool = design.hasMaster ? design.specimens : poolSize.max;
  const tolerance = defaultTolerance(weight.max);
  return {
    id,
    family: design.family,
    stages: design.hasMaster ? 3 : 2,
    aliquots: weight.max + (design.hasMaster ? 1 : 0),
    largestPool,
    batch: design.specimens,
    needsRobot: !byHand.has(id),
    cost: (p, { assay, seenInPool }) => {
      const retest = assay;
      const pool = (size: number) => diluted(assay, seenInPool, size);
      const cost = compCost(design, { pool, retest, tolerance }, p);
      // a low load is missed in all its pools at once: its factor stands outside the tolerance
      const undiluted = compCost(design, { pool: () => assay, retest, tolerance }, p);
      const poolingSensitivity = seenInPool(largestPool) * undiluted.poolingSensitivity;
      return { ...cost, poolingSensitivity, sensitivity: poolingSensitivity * assay.sensitivity };
    },
  };
}

function diluted(assay: PoolTest, seenInPool: (size: number) => number, size: number): PoolTest {
  if (size === 1) return assay;
  const seen = seenInPool(size);
  if (!(seen >= 0 && seen <= 1)) throw new RangeError(`seen in a pool of ${size}: ${seen}`);
  // a pool that shows nobody is weighed and refused like any other
  return { sensitivity: assay.sensitivity * Math.max(seen, 1e-12), specificity: assay.specificity };
}
