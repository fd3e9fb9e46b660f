import type { PrevalenceAnswer } from '#lis/contracts';
import { groupRows } from './group-rows.js';
import { chanceOfPositive, estimatePrevalence, placesThatStandOut } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import { poolsLine, validPools } from './pool-lines.js';
import { poolsBySite, type SizeCounts } from './pool-counts.queries.js';
import type { KnownTest } from './pool-test.js';
import type { Scope } from './scope-of-question.js';

type Line = PrevalenceAnswer['sites'][number];
/** Lines of an answer. */
const SHOWN = 50;
/** Looked at whatever they have; among so many others nobody stands out with less than two deviations. */
const LOOKED_AT = 200;

/** Sites for a health official: those that stand out from all first, then by positive pools. */
export async function standingSites(
  db: Executor,
  { sweep, topId }: Pick<Scope, 'sweep' | 'topId'>,
  all: readonly SizeCounts[],
  { testOf }: Pick<KnownTest, 'testOf'>,
): Promise<{ sites: Line[]; sitesInAll: number }> {
  const { estimate } = estimatePrevalence(validPools(all, testOf));
  const largest = Math.max(0, ...all.map(({ size }) => size));
  const chances = Array.from({ length: largest }, (_, index) =>
    chanceOfPositive(index + 1, estimate, testOf(index + 1)),
  );
  const rows = await poolsBySite(db, sweep.id, topId, LOOKED_AT, chances);
  const bySite = groupRows(rows, ({ siteId }) => siteId);
  const places = [...bySite].map(([place, counts]) => ({ place, counts: validPools(counts, testOf) }));
  const sitesInAll = rows[0]?.sites ?? 0;
  const standing = new Set(placesThatStandOut(places, validPools(all, testOf), sitesInAll));
  const shown = [
    ...[...bySite].filter(([siteId]) => standing.has(siteId)),
    ...[...bySite].filter(([siteId]) => !standing.has(siteId)),
  ].slice(0, SHOWN);
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
