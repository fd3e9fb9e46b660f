import type { PoolDesign, PoolTest } from '../../../pool-design/pool-design.js';
import { ERASED, NEGATIVE, POSITIVE, type PoolEvidence } from '../evidence.js';
import type { CountLikelihood } from '../exact/lattice.js';

/** Se(k, j) of each pool: its chance to be read positive with j = 1, 2, … k positives in it, from index 0 on. */
export type SensitivityByPositives = readonly (readonly number[])[];
/** P(reading of the pool | j positives), j = 0 … its size; undefined for an erased pool. */
export type LikelihoodByCount = (evidence: PoolEvidence, pool: number) => CountLikelihood | undefined;

/** Writes Se(k, j) down for every pool of a design. */
export function sensitivityTable(
  design: PoolDesign,
  seOf: (size: number, positives: number) => number,
): SensitivityByPositives {
  return Array.from({ length: design.pools }, (_, pool) => {
    const size = design.specimenStart[pool + 1]! - design.specimenStart[pool]!;
    return Array.from({ length: size }, (_unused, j) => seOf(size, j + 1));
  });
}

/** @throws RangeError unless every pool has a chance in [0, 1] for each number of positives */
export function checkSensitivities(design: PoolDesign, table: SensitivityByPositives): void {
  const sound =
    table.length === design.pools &&
    table.every((row, pool) => {
      const size = design.specimenStart[pool + 1]! - design.specimenStart[pool]!;
      return row.length >= size && row.every((se) => se >= 0 && se <= 1);
    });
  if (!sound) throw new RangeError(`${design.id}: sensitivities by the number of positives`);
}

/**
 * Likelihoods of a batch with Se(k, j); a grey pool keeps its share of the evidence. What a grey pool was read as is told by its
 * plain likelihoods: positive when they speak for somebody.
 */
export function likelihoodsByCount(
  tests: readonly PoolTest[],
  table: SensitivityByPositives,
): LikelihoodByCount {
  return ({ state, ifClear, ifPositive, trust }, pool) => {
    if (state[pool] === ERASED || trust[pool] === 0) return undefined;
    const positive =
      state[pool] === POSITIVE || (state[pool] !== NEGATIVE && ifPositive[pool]! > ifClear[pool]!);
    const { specificity } = tests[pool]!;
    const clear = positive ? 1 - specificity : specificity;
    return [clear, ...table[pool]!.map((se) => (positive ? se : 1 - se))].map(
      (value) => value ** trust[pool]!,
    );
  };
}
