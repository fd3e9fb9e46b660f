import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';
import { carriedResults, receiptedReports } from './receipted.js';

/**
 * reported = receipted: tubes that say reported against what recipients' receipts count, and the receipts against
 * the audit of them. A feed's receipts count its tubes; a tube whose correction went out singly counts once.
 */
export const countReceipted = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with reported as (${receiptedReports(db, sweepId)}),
    told as (
      select tube_id, bool_or(in_feed) as in_feed from (${carriedResults(db, sweepId)}) c where complete group by 1),
    feed as (
      select r.id, r.feed_number, r.tubes, r.counted, r.complete, count(f.tube_id) as rows
      from reported r left join feed_tube f on f.sweep_id = ${sweepId}::int and f.report_id = r.id
      where r.feed_number is not null group by 1, 2, 3, 4, 5),
    noted as (
      select split_part(substr(subject, 8), '/', 1)::uuid as id, split_part(subject, '/', 2)::int as version,
        (detail ->> 'recipient')::int as recipient_id
      from audit where sweep_id = ${sweepId}::int and action = 'report-acknowledged')
    select 'tube:' || coalesce(t.code, k.tube_id::text) as subject, case when k.in_feed then 'in feeds' else 'singly' end as term,
      (t.reported_at is not null)::int as sent, (k.tube_id is not null)::int as found,
      case when k.tube_id is null then 'says reported, but not every receipt is there'
        when t.reported_at is null then 'every receipt is there, but it does not say reported' end as fault
    from (select id, code, reported_at from tube where sweep_id = ${sweepId}::int) t full join told k on k.tube_id = t.id
    where k.tube_id is not null or t.reported_at is not null
    union all
    select 'feed:' || feed_number, 'in feeds', 0, case when complete then counted - rows else 0 end,
      case when tubes <> rows then 'sent ' || tubes || ' tubes, ' || rows || ' are noted'
        when counted <> rows then 'a receipt counts ' || counted || ' tubes, ' || rows || ' are noted' end
    from feed
    union all
    select case when r.feed_number is not null then 'feed:' || r.feed_number
        else 'tube:' || coalesce(t.code, r.tube_id::text, n.id::text) end, 'singly', 0, 0,
      'recipient ' || n.recipient_id || ' gave a receipt that is not kept'
    from noted n left join reported r on r.id = n.id and r.version = n.version
    left join tube t on t.sweep_id = ${sweepId}::int and t.id = r.tube_id
    left join delivery d on d.report_id = n.id and d.version = n.version and d.recipient_id = n.recipient_id
      and d.state = 'acknowledged'
    where d.report_id is null`,
  );
