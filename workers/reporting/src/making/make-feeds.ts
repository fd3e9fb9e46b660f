import type { NegativeFeed } from '#lis/contracts';
import { momentText, realmOf } from '#lis/domain';
import {
  insertFeedTubes,
  type ReleasedResult,
  type ReportRow,
  resultsInNoFeed,
  takeFeedNumber,
  type Transaction,
} from '#lis/persistence';
import type { Context } from '#lis/platform';
import { sealBody } from '../report-body.js';
import { reportDueMs } from './report-due.js';
import { reportId } from './report-id.js';

/** About 0.9 MB of JSON: a recipient takes it in one piece, and a count that differs is still looked through. */
const tubesAtMost = 5000;

/** Numbered feeds of the released negatives of one sweep, without gaps; the sweep's turn is held until the commit. */
export async function makeFeeds(
  context: Context,
  tx: Transaction,
  negatives: readonly ReleasedResult[],
  at: number,
): Promise<ReportRow[]> {
  const [first] = negatives;
  if (!first) return [];
  const { sweepId } = first;
  let feedNumber = await takeFeedNumber(tx, sweepId);
  const waiting = await resultsInNoFeed(tx, negatives);
  const feeds: ReportRow[] = [];
  for (let from = 0; from < waiting.length; from += tubesAtMost) {
    const tubes = waiting.slice(from, from + tubesAtMost);
    const feed = negativeFeed(sweepId, feedNumber++, tubes, at);
    await insertFeedTubes(tx, feed.reportId, tubes);
    feeds.push({
      id: feed.reportId,
      version: 1,
      sweepId,
      kind: 'negative-feed',
      tubeId: null,
      feedNumber: feed.feedNumber,
      tubes: tubes.length,
      ...sealBody(context, feed),
      madeAt: at,
      dueAt: at + reportDueMs,
    });
  }
  return feeds;
}

function negativeFeed(
  sweepId: number,
  feedNumber: number,
  tubes: ReleasedResult[],
  at: number,
): NegativeFeed {
  return {
    reportId: reportId('feed', sweepId, feedNumber),
    version: 1,
    realm: realmOf(sweepId),
    sweepId,
    reason: 'new',
    madeAt: momentText(at),
    kind: 'negative-feed',
    feedNumber,
    tubes: tubes.map(({ tubeId, code, members, version, sealedAt, releasedAt }) => ({
      id: tubeId,
      code,
      members,
      version,
      sealedAt: momentText(sealedAt),
      releasedAt: momentText(releasedAt),
    })),
    count: tubes.length,
  };
}
