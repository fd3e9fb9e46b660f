import { ReportTopic } from '#lis/contracts';
import { realmOf } from '#lis/domain';
import {
  askAttention,
  askForRecipient,
  insertReports,
  type OutboxRow,
  readReleasedResults,
  receivedKinds,
  type ReleasedResult,
  type ReportRow,
  tubesOverHold,
  type Transaction,
  writeAudit,
} from '#lis/persistence';
import type { Context } from '#lis/platform';
import { actor } from '../actor.js';
import { groupBy } from '../group-by.js';
import { channelOf } from './channel-of.js';
import { makeFeeds } from './make-feeds.js';
import { makeSingles } from './make-singles.js';

/**
 * Makes the reports of the released results that outbox rows of topic `report` name, all rows at once: an
 * abnormal tube, a retest or a correction each its own, released negatives in numbered feeds (law 7). A repeat
 * makes nothing twice, by the reports' identities and the feeds' keys.
 */
export async function makeReports(
  context: Context,
  tx: Transaction,
  rows: readonly OutboxRow[],
): Promise<void> {
  const results = await readReleasedResults(
    tx,
    rows.flatMap(({ sweepId, payload }) =>
      ReportTopic.parse(payload).results.map((result) => ({ sweepId, ...result })),
    ),
  );
  // sweeps in order: each waits for its turn to number feeds, and two jobs must not wait for one another
  const bySweep = [...groupBy(results, ({ sweepId }) => sweepId)].sort(([a], [b]) => a - b);
  for (const [sweepId, ofSweep] of bySweep) await reportSweep(context, tx, sweepId, ofSweep);
}

async function reportSweep(context: Context, tx: Transaction, sweepId: number, results: ReleasedResult[]) {
  const realm = realmOf(sweepId);
  const at = context.clock.now(realm);
  const negatives = results.filter((result) => channelOf(result) === 'negative-feed');
  const singles = results.filter((result) => channelOf(result) !== 'negative-feed');
  const overHold = await tubesOverHold(tx, negatives);
  await askAttention(
    tx,
    [...overHold].map((tubeId) => ({ sweepId, code: 'negative-over-hold', subject: `tube:${tubeId}`, at })),
  );
  const made = [
    ...(await makeSingles(context, tx, singles, at)),
    ...(await makeFeeds(
      context,
      tx,
      negatives.filter(({ tubeId }) => !overHold.has(tubeId)),
      at,
    )),
  ];
  await keep(context, tx, sweepId, made, at);
}

async function keep({ clock }: Context, tx: Transaction, sweepId: number, made: ReportRow[], at: number) {
  const fresh = new Set(
    (await insertReports(tx, made, clock.machine())).map(({ id, version }) => `${id}/${version}`),
  );
  const kept = made.filter(({ id, version }) => fresh.has(`${id}/${version}`));
  const received = await receivedKinds(tx, realmOf(sweepId));
  for (const kind of new Set(kept.map((report) => report.kind))) {
    if (!received.has(kind)) await askForRecipient(tx, sweepId, kind, at);
  }
  await writeAudit(
    tx,
    kept.map(({ id, version, kind, tubes, tubeId, feedNumber }) => ({
      at,
      sweepId,
      actor,
      origin: 'worker',
      action: 'report-made',
      subject: `report:${id}/${version}`,
      detail: { kind, tubes, ...(tubeId && { tubeId }), ...(feedNumber && { feedNumber }) },
    })),
  );
}
