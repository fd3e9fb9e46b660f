import { learnSpecificity, type OwnSpecificity } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import type { KnownKit } from './pool-test.queries.js';
import { poolsOfKit, retestedPools } from './retested-pools.queries.js';

/**
 * The specificity of a kit as the sweep's (or one laboratory's) own retested pools show it; null where they are too few.
 * A positive tube that was withdrawn after its retests counts as the positive one that it was.
 * @param sensitivityOf of the test of a tube with so many swabs
 */
export async function learnOwnSpecificity(
  db: Executor,
  sweepId: number,
  kit: Pick<KnownKit, 'id' | 'version'>,
  single: number,
  sensitivityOf: (swabs: number) => number,
  laboratoryId: number | null = null,
): Promise<OwnSpecificity | null> {
  const tallied = await poolsOfKit(db, sweepId, kit, laboratoryId);
  if (tallied.length === 0) return null;
  const retested = new Map(
    (await retestedPools(db, sweepId, kit, laboratoryId)).map((one) => [one.size, one]),
  );
  const counts = tallied.map(({ size, pools, positive }) => {
    const { allNegative = 0, somePositive = 0, withdrawn = 0 } = retested.get(size) ?? {};
    // counts are folded a little later than results are made
    const everPositive = Math.max(positive + withdrawn, allNegative + somePositive);
    return {
      size,
      pools: Math.max(pools, everPositive),
      positive: everPositive,
      allNegative,
      somePositive,
      sensitivity: sensitivityOf(size),
    };
  });
  return learnSpecificity(counts, single);
}
