import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';
import type { ResultKey } from './reports-sources.queries.js';

/** First key of the advisory locks, one a sweep, under which feeds are numbered. */
const feedLock = 7_402_002;

/**
 * Waits for the sweep's turn, until the end of the transaction, and gives its next feed number. Numbers have no
 * gaps: one that is rolled back is given again.
 */
export async function takeFeedNumber(db: Executor, sweepId: number): Promise<number> {
  await db`select pg_advisory_xact_lock(${feedLock}::int, ${sweepId}::int)`;
  // a statement of its own: it must see what the one before in turn has committed
  const [row] = await db<{ next: number }[]>`
    select coalesce(max(feed_number), 0) + 1 as next from report
    where sweep_id = ${sweepId} and feed_number is not null`;
  return row?.next ?? 1;
}

/** Of the given results of one sweep those that are in no feed; asked under the sweep's turn. */
export async function resultsInNoFeed<R extends ResultKey>(
  db: Executor,
  results: readonly R[],
): Promise<R[]> {
  const rows = await db<{ tubeId: string; version: number }[]>`
    select f.tube_id as "tubeId", f.result_version as version
    from feed_tube f join unnest(
      ${arrayLiteral(results.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(results.map(({ tubeId }) => tubeId))}::text::uuid[],
      ${arrayLiteral(results.map(({ version }) => version))}::text::smallint[]) as k(sweep_id, tube_id, version)
    on f.sweep_id = k.sweep_id and f.tube_id = k.tube_id and f.result_version = k.version`;
  const known = new Set(rows.map(({ tubeId, version }) => `${tubeId}/${version}`));
  return results.filter(({ tubeId, version }) => !known.has(`${tubeId}/${version}`));
}

/** Puts results into a feed: a version of a tube's result is in one feed only, by its key. */
export async function insertFeedTubes(
  db: Executor,
  reportId: string,
  results: readonly ResultKey[],
): Promise<void> {
  await db`
    insert into feed_tube (sweep_id, tube_id, result_version, report_id)
    select *, ${reportId}::uuid from unnest(
      ${arrayLiteral(results.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(results.map(({ tubeId }) => tubeId))}::text::uuid[],
      ${arrayLiteral(results.map(({ version }) => version))}::text::smallint[])`;
}
