import type { PrevalenceAnswer } from '#lis/contracts';
import { groupRows } from './group-rows.js';
import { placesThatStandOut } from '#lis/domain';
import { poolsLine, validPools } from './pool-lines.js';
import type { SiteCounts, SizeCounts } from './pool-counts.queries.js';
import type { KnownTest } from './pool-test.js';

type Line = PrevalenceAnswer['sites'][number];
/** Lines of an answer; who stands out is looked for among all sites. */
export const SITES_SHOWN = 200;

/** Sites for a health official: those that stand out from all first, then by positive pools. */
export function standingSites(
  rows: readonly SiteCounts[],
  all: readonly SizeCounts[],
  { testOf }: Pick<KnownTest, 'testOf'>,
): { sites: Line[]; sitesInAll: number } {
  const bySite = groupRows(rows, ({ siteId }) => siteId);
  const places = [...bySite].map(([place, counts]) => ({ place, counts: validPools(counts, testOf) }));
  const sitesInAll = rows[0]?.sites ?? 0;
  const standing = new Set(placesThatStandOut(places, validPools(all, testOf), sitesInAll));
  const shown = [
    ...[...bySite].filter(([siteId]) => standing.has(siteId)),
    ...[...bySite].filter(([siteId]) => !standing.has(siteId)),
  ].slice(0, SITES_SHOWN);
  return {
    sitesInAll,
    sites: shown.map(([siteId, counts]) => ({
      code: counts[0]?.code ?? '',
      name: counts[0]?.name ?? '',
      ...poolsLine(counts, testOf, 'official'),
      standsOut: standing.has(siteId),
    })),
  };
}
