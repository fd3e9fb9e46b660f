import { poolDesign, type PoolDesign } from './pool-design.js';

/** The pools of one stage as a design, and who its specimens are. */
export type StageDesign = {
  readonly design: PoolDesign;
  /** specimen i of the design is this member */
  readonly members: readonly number[];
};

/**
 * Makes a design of the pools of a stage (`nextStage`, `chooseHalvingPool`), which gives them a content hash, a layout
 * and a pipetting list. Stages are disjoint: a member is in one pool.
 * @throws RangeError without pools, for an empty pool, or a member in two pools
 */
export function stageDesign(pools: readonly (readonly number[])[]): StageDesign {
  const members = pools.flat();
  const isSound = members.length > 0 && pools.every((pool) => pool.length > 0);
  if (!isSound || new Set(members).size < members.length)
    throw new RangeError(`stage of ${pools.length} pools with ${members.length} members`);
  const design = poolDesign({
    id: `stage-${members.length}x${pools.length}`,
    family: 'dorfman',
    pools: pools.length,
    poolsOfSpecimen: pools.flatMap((pool, index) => pool.map(() => [index])),
  });
  return { design, members };
}
