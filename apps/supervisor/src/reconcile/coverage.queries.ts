import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';

/**
 * What officials see against coverage rows, by residence. Where a residence differs, the tubes whose members are
 * not covered there are named, and the people who are covered without a tube; members are read only then.
 */
export const countCoverage = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with tallied as (
      select residence_id, sum(n) as people from (
        select residence_id, n from residence_tally where sweep_id = ${sweepId}::int and metric = 'covered'
        union all
        select coalesce(residence_id, 0), n from tally_delta where sweep_id = ${sweepId}::int and metric = 'covered') n
      group by 1),
    covered as (
      select coalesce(residence_id, 0) as residence_id, count(*) as people from coverage
      where sweep_id = ${sweepId}::int and tubes > 0 group by 1),
    residence as (
      select residence_id, coalesce(t.people, 0) as tallied, coalesce(c.people, 0) as covered
      from tallied t full join covered c using (residence_id)),
    differing as (select residence_id from residence where tallied <> covered),
    sampled as (
      select m.tube_id, t.code, m.person_id, m.residence_id
      from member m join tube t on t.sweep_id = m.sweep_id and t.id = m.tube_id
      where m.sweep_id = ${sweepId}::int and exists (select from differing) and t.purpose = 'screening'
        and t.outcome = 'accepted' and t.state not in ('void', 'quarantined'))
    select 'residence:' || residence_id as subject, 'covered' as term, tallied as sent, covered as found,
      case when tallied <> covered then tallied || ' people tallied, ' || covered || ' covered' end as fault
    from residence
    union all
    select distinct 'tube:' || s.code, 'covered', 0, 0, 'has a member who is not covered at residence ' || d.residence_id
    from sampled s join differing d on d.residence_id = coalesce(s.residence_id, 0)
    left join coverage c on c.sweep_id = ${sweepId}::int and c.person_id = s.person_id
      and c.tubes > 0 and coalesce(c.residence_id, 0) = d.residence_id
    where c.person_id is null
    union all
    select 'person:' || c.person_id, 'covered', 0, 0, 'covered without a valid screening tube'
    from coverage c join differing d on d.residence_id = coalesce(c.residence_id, 0)
    where c.sweep_id = ${sweepId}::int and c.tubes > 0
      and not exists (select from sampled s where s.person_id = c.person_id)`,
  );
