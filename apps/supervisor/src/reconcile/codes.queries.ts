import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';

/** The registry of codes against tube rows. A tube that lost its code is entered under its own id. */
export const countCodes = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    select 'tube:' || coalesce(t.code, c.code) as subject,
      case when c.code = t.code then 'coded' when c.code = 'conflict:' || t.id then 'conflict' end as term,
      (c.code is not null)::int as sent, (t.id is not null)::int as found,
      case when t.id is null then 'entered in the registry, but there is no such tube'
        when c.code is null then 'not entered in the registry of codes'
        when c.code = t.code then null
        when c.code <> 'conflict:' || t.id then 'entered in the registry as ' || c.code
        when h.code is null then 'lost its code, which no other tube holds' end as fault
    from (select code, tube_id from tube_code where sweep_id = ${sweepId}::int) c
    full join (select id, code from tube where sweep_id = ${sweepId}::int) t on t.id = c.tube_id
    left join tube_code h on h.code = t.code and c.code <> t.code`,
  );
