import type { PoolDesign } from '#lis/domain';

/** A design with the names that a laboratory's files use for its pools and specimens. */
export type NamedDesign = {
  readonly design: PoolDesign;
  /** by pool; null: numbers from 1 */
  readonly poolNames: readonly string[] | null;
  /** by specimen; null: numbers from 1 */
  readonly specimenNames: readonly string[] | null;
};

/** What stands for the pool of all, as in the pipetting list. */
export const MASTER = -1;

export const poolLabel = ({ poolNames }: NamedDesign, pool: number): string =>
  pool === MASTER ? 'master' : (poolNames?.[pool] ?? String(pool + 1));
