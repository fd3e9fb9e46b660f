import type { Executor } from '#lis/persistence';

/**
 * Every report of a sweep with what its recipients owe and say. `complete`: a receipt from everybody it was owed
 * to, each with the report's own count (law 7).
 */
export const receiptedReports = (db: Executor, sweepId: number) => db`
  select r.id, r.version, r.tube_id, r.feed_number, r.tubes, count(d.recipient_id) as owed,
    count(*) filter (where d.state = 'pending') as pending,
    coalesce(bool_and((d.receipt ->> 'count')::int = r.tubes), true) as agrees,
    min((d.receipt ->> 'count')::int) as counted,
    count(d.recipient_id) > 0 and coalesce(bool_and(d.state = 'acknowledged' and d.receipt is not null), false) as complete
  from report r left join delivery d on d.report_id = r.id and d.version = r.version
  where r.sweep_id = ${sweepId}::int group by r.id, r.version`;

/** The results that the reports `reported` carry: a feed's tubes, a single report's one. */
export const carriedResults = (db: Executor, sweepId: number) => db`
  select f.tube_id, f.result_version as version, r.owed, r.pending, r.agrees, r.complete, true as in_feed
  from feed_tube f join reported r on r.id = f.report_id where f.sweep_id = ${sweepId}::int
  union all
  select tube_id, version, owed, pending, agrees, complete, false from reported where feed_number is null`;
