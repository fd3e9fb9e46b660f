-- Up Migration
-- The same screening pools by the laboratory that measured them, and by its kit: a laboratory with contamination or a
-- bad kit shows among others on the same sites. Deltas and folding are those of pool_tally (0023); what is not folded
-- yet is folded first, because it does not say of which laboratory it is.
lock table pool_delta in access exclusive mode;
with taken as (
  delete from pool_delta returning sweep_id, site_id, day, size, outcome, n),
summed as (
  select sweep_id, site_id, day, size, coalesce(sum(n) filter (where outcome = 'positive'), 0) as positive,
    coalesce(sum(n) filter (where outcome = 'negative'), 0) as negative,
    coalesce(sum(n) filter (where outcome = 'inconclusive'), 0) as inconclusive,
    coalesce(sum(n) filter (where outcome = 'invalid'), 0) as invalid
  from taken group by 1, 2, 3, 4),
by_site as (
  insert into pool_tally as t select * from summed
  on conflict (sweep_id, site_id, day, size) do update set positive = t.positive + excluded.positive,
    negative = t.negative + excluded.negative, inconclusive = t.inconclusive + excluded.inconclusive,
    invalid = t.invalid + excluded.invalid)
insert into pool_day_tally as t
select sweep_id, day, size, sum(positive), sum(negative), sum(inconclusive), sum(invalid) from summed group by 1, 2, 3
on conflict (sweep_id, day, size) do update set positive = t.positive + excluded.positive,
  negative = t.negative + excluded.negative, inconclusive = t.inconclusive + excluded.inconclusive,
  invalid = t.invalid + excluded.invalid;
alter table pool_delta add laboratory_id integer not null, add kit_id text not null, add kit_version integer not null,
  add check ((sweep_id < 0) = (laboratory_id < 0));

create table pool_laboratory_tally (
  sweep_id integer not null,
  site_id integer not null,
  laboratory_id integer not null,
  kit_id text not null,
  kit_version integer not null,
  day date not null,
  size smallint not null,
  positive bigint not null,
  negative bigint not null,
  inconclusive bigint not null,
  invalid bigint not null,
  primary key (sweep_id, site_id, laboratory_id, day, size, kit_id, kit_version),
  check ((sweep_id < 0) = (site_id < 0) and (sweep_id < 0) = (laboratory_id < 0))
);
-- The same of all sites together, as pool_day_tally is.
create table pool_laboratory_day_tally (
  sweep_id integer not null,
  laboratory_id integer not null,
  kit_id text not null,
  kit_version integer not null,
  day date not null,
  size smallint not null,
  positive bigint not null,
  negative bigint not null,
  inconclusive bigint not null,
  invalid bigint not null,
  primary key (sweep_id, laboratory_id, kit_id, kit_version, day, size),
  check ((sweep_id < 0) = (laboratory_id < 0))
);
insert into pool_laboratory_tally
select t.sweep_id, t.site_id, p.laboratory_id, p.kit_id, p.kit_version,
  sealing_day(t.sealed_at, t.registered_at, t.flags, s.time_zone), t.member_count,
  count(*) filter (where r.outcome = 'positive'), count(*) filter (where r.outcome = 'negative'),
  count(*) filter (where r.outcome = 'inconclusive'), count(*) filter (where r.outcome = 'invalid')
from tube t join sweep s on s.id = t.sweep_id
join (select distinct on (sweep_id, tube_id) sweep_id, tube_id, outcome, run_id from tube_result
  order by sweep_id, tube_id, version desc) r on r.sweep_id = t.sweep_id and r.tube_id = t.id
join run u on u.id = r.run_id join plate p on p.id = u.plate_id
where t.purpose = 'screening' and t.member_count > 0
group by 1, 2, 3, 4, 5, 6, 7;
insert into pool_laboratory_day_tally
select sweep_id, laboratory_id, kit_id, kit_version, day, size, sum(positive), sum(negative), sum(inconclusive),
  sum(invalid)
from pool_laboratory_tally group by 1, 2, 3, 4, 5, 6;

-- Abnormal tubes all of whose members were tested singly, the latest first: how many were false alarms.
create index case_step_retests_verified on case_step (done_at) where step = 'retests-verified' and done_at is not null;
