import type { PoolsLine } from '#lis/contracts';
import {
  estimatePrevalence,
  isTooFewToSay,
  type PoolCounts,
  type PoolTest,
  type Role,
  withoutSmallCount,
} from '#lis/domain';
import type { SizeCounts } from './pool-counts.queries.js';

/** Valid pools by size, with the test of each: what the estimate is made of. Several lines of a size are one. */
export function validPools(counts: readonly SizeCounts[], testOf: (swabs: number) => PoolTest): PoolCounts[] {
  const bySize = new Map<number, { pools: number; positive: number }>();
  for (const { size, positive, negative } of counts) {
    const sum = bySize.get(size) ?? { pools: 0, positive: 0 };
    bySize.set(size, { pools: sum.pools + positive + negative, positive: sum.positive + positive });
  }
  return [...bySize].map(([size, sum]) => ({ size, ...sum, test: testOf(size) }));
}

/** A line with its estimate, as a role may see it: what tells of fewer than five ill is withheld, the estimate too. */
export function poolsLine(
  counts: readonly SizeCounts[],
  testOf: (swabs: number) => PoolTest,
  role: Role,
): PoolsLine {
  const sum = (of: keyof SizeCounts) => counts.reduce((all, one) => all + one[of], 0);
  const pools = sum('positive') + sum('negative');
  const positive = withoutSmallCount(role, sum('positive'));
  const prevalence = pools === 0 || positive === null ? null : estimatePrevalence(validPools(counts, testOf));
  return {
    pools,
    people: counts.reduce((all, one) => all + one.size * (one.positive + one.negative), 0),
    positive,
    inconclusive: withoutSmallCount(role, sum('inconclusive')),
    invalid: sum('invalid'),
    prevalence,
    tooFew: prevalence && isTooFewToSay(prevalence),
  };
}

/** The sum of lines of which one is withheld is withheld too: it would tell the missing one. */
export function withoutTelling(total: PoolsLine, lines: readonly PoolsLine[]): PoolsLine {
  const hidesPositive = lines.some(({ positive }) => positive === null);
  return {
    ...total,
    ...(hidesPositive && { positive: null, prevalence: null, tooFew: null }),
    ...(lines.some(({ inconclusive }) => inconclusive === null) && { inconclusive: null }),
  };
}
