import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';
import { setApart } from './standing.js';

/** registered = members, tube by tube. */
export const countMembers = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    select 'tube:' || coalesce(t.code, m.tube_id::text) as subject,
      case when t.id is null then 'orphan' else coalesce(${setApart(db)}, 'members') end as term,
      coalesce(t.member_count, 0) as sent, coalesce(m.people, 0) as found,
      case when t.id is null then m.people || ' members without a tube'
        when t.member_count <> coalesce(m.people, 0)
          then 'sealed with ' || t.member_count || ' people, has ' || coalesce(m.people, 0) || ' members' end as fault
    from (select id, code, member_count, state, outcome from tube where sweep_id = ${sweepId}::int) t
    full join (select tube_id, count(*) as people from member where sweep_id = ${sweepId}::int group by 1) m
      on m.tube_id = t.id`,
  );
