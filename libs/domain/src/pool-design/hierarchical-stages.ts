import type { PoolOutcome } from './pool-design.js';

/** Sizes of the pools of each stage, falling, the last one 1: [10, 1] is Dorfman, [25, 5, 1] three stages. */
export type StageSizes = readonly number[];

export type JudgedPool = { readonly members: readonly number[]; readonly outcome: PoolOutcome };

export type StageStep = {
  /** pools of the next stage */
  readonly next: readonly (readonly number[])[];
  /** pools of this stage without a valid outcome: they are tested again */
  readonly again: readonly (readonly number[])[];
  /** members of negative pools; nothing further is tested of them */
  readonly inNegative: readonly number[];
  /** positive by themselves */
  readonly positive: readonly number[];
};

/** @throws RangeError unless the sizes are whole, fall and end at 1 */
export function requireStageSizes(sizes: StageSizes): void {
  const falls = sizes.every(
    (size, i) => Number.isInteger(size) && size >= 1 && size < (sizes[i - 1] ?? Infinity),
  );
  if (!falls || sizes.at(-1) !== 1) throw new RangeError(`stages: ${sizes.join(':')}`);
}

/** Consecutive members in pools of one size; the last pool takes the rest. */
export function splitInPools(members: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(members.length / size) }, (_, i) =>
    members.slice(i * size, (i + 1) * size),
  );
}

/**
 * What follows from the outcomes of one stage (`stage` counts from 0). A pool that failed is never taken for negative.
 * @throws RangeError for sizes that do not fall to 1 or a stage there is not
 */
export function nextStage(sizes: StageSizes, stage: number, judged: readonly JudgedPool[]): StageStep {
  requireStageSizes(sizes);
  const size = sizes[stage];
  if (size === undefined) throw new RangeError(`stage ${stage} of ${sizes.join(':')}`);
  const of = (outcome: PoolOutcome) =>
    judged.filter((pool) => pool.outcome === outcome).map(({ members }) => members);
  const smaller = sizes[stage + 1];
  return {
    next: of('positive').flatMap((members) =>
      smaller === undefined || members.length === 1 ? [] : splitInPools(members, smaller),
    ),
    again: of('erased'),
    inNegative: of('negative').flat(),
    positive: of('positive').flatMap((members) => (members.length === 1 ? members : [])),
  };
}

/**
 * Halving: all, both halves of what is positive, and so on.
 * @throws RangeError unless 1 … 16 specimens: more are pooled by a design
 */
export function halvingSizes(specimens: number): number[] {
  if (!Number.isInteger(specimens) || specimens < 1 || specimens > 16)
    throw new RangeError(`halving: ${specimens} specimens`);
  const sizes = [specimens];
  while ((sizes.at(-1) ?? 1) > 1) sizes.push(Math.ceil((sizes.at(-1) ?? 1) / 2));
  return sizes;
}
