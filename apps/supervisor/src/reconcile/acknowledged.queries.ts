import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';
import { setApart } from './standing.js';

/** The audit of first receipts, which the application can only add to, against tube rows. */
export const countAcknowledged = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with receipt as (
      select substr(subject, 6)::uuid as id, count(*) as given from audit
      where sweep_id = ${sweepId}::int and action = 'tube-registered' group by 1)
    select 'tube:' || coalesce(t.code, a.id::text) as subject,
      case when t.id is not null then coalesce(${setApart(db)}, 'registered') end as term,
      coalesce(a.given, 0) as sent, (t.id is not null)::int as found,
      case when t.id is null then 'acknowledged to its tablet, but there is no such tube'
        when a.id is null then 'registered, but no receipt was given for it'
        when a.given > 1 then 'registered ' || a.given || ' times' end as fault
    from receipt a full join (select id, code, state, outcome from tube where sweep_id = ${sweepId}::int) t on t.id = a.id`,
  );
