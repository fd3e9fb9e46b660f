-- Up Migration
-- Screening pools with a result, by site, civil day of sealing (in the sweep's time zone) and number of people in the
-- tube: what the prevalence is estimated from. Kept as the other tallies are: deltas in the transaction that makes or
-- corrects a result, folded behind.
create table pool_delta (
  id bigint generated always as identity primary key,
  sweep_id integer not null,
  site_id integer not null,
  day date not null,
  size smallint not null,
  outcome text not null check (outcome in ('positive', 'inconclusive', 'negative', 'invalid')),
  n bigint not null,
  check ((sweep_id < 0) = (site_id < 0))
);
create table pool_tally (
  sweep_id integer not null,
  site_id integer not null,
  day date not null,
  size smallint not null,
  positive bigint not null,
  negative bigint not null,
  inconclusive bigint not null,
  invalid bigint not null,
  primary key (sweep_id, site_id, day, size),
  check ((sweep_id < 0) = (site_id < 0))
);
-- The same of all sites together: a city has 20,000 of them.
create table pool_day_tally (
  sweep_id integer not null,
  day date not null,
  size smallint not null,
  positive bigint not null,
  negative bigint not null,
  inconclusive bigint not null,
  invalid bigint not null,
  primary key (sweep_id, day, size)
);
-- On which civil day a tube was sealed; by the server's clock where the tablet's is said to be impossible.
create function sealing_day(sealed_at timestamptz, registered_at timestamptz, flags text[], zone text) returns date
language sql stable parallel safe as $$
  select ((case when 'clock-implausible' = any(flags) then registered_at else sealed_at end) at time zone zone)::date
$$;
-- What was resulted before counts were kept.
insert into pool_tally
select t.sweep_id, t.site_id, sealing_day(t.sealed_at, t.registered_at, t.flags, s.time_zone), t.member_count,
  count(*) filter (where r.outcome = 'positive'), count(*) filter (where r.outcome = 'negative'),
  count(*) filter (where r.outcome = 'inconclusive'), count(*) filter (where r.outcome = 'invalid')
from tube t join sweep s on s.id = t.sweep_id
join (select distinct on (sweep_id, tube_id) sweep_id, tube_id, outcome from tube_result
  order by sweep_id, tube_id, version desc) r on r.sweep_id = t.sweep_id and r.tube_id = t.id
where t.purpose = 'screening' and t.member_count > 0
group by 1, 2, 3, 4;
insert into pool_day_tally
select sweep_id, day, size, sum(positive), sum(negative), sum(inconclusive), sum(invalid) from pool_tally group by 1, 2, 3;

-- What an administrator has set for the advice on a sweep's swab pools; the latest row holds, null is not set.
create table pool_advice_limits (
  id bigint generated always as identity primary key,
  sweep_id integer not null references sweep,
  -- of 100,000 people in negative tubes at most so many may carry it
  missed_per_100000 double precision check (missed_per_100000 >= 0),
  -- people who can be called back and sampled singly on a day
  recalls_per_day integer check (recalls_per_day >= 0),
  -- medium in a tube of several swabs, and of one, in ml: how much thinner a swab is in a tube of many
  mixed_millilitres double precision check (mixed_millilitres > 0),
  single_millilitres double precision check (single_millilitres > 0),
  -- how much a repeated Ct differs, one standard deviation, in cycles
  ct_deviation double precision check (ct_deviation > 0),
  set_by text not null,
  set_at timestamptz not null,
  check ((mixed_millilitres is null) = (single_millilitres is null)
    and (mixed_millilitres is null) = (ct_deviation is null))
);
create index pool_advice_limits_of_sweep on pool_advice_limits (sweep_id, id);

-- Which design a laboratory decided for, what it was asked with and what was said; never changed, the latest holds.
create table design_decision (
  id bigint generated always as identity primary key,
  laboratory_id integer not null references laboratory,
  sweep_id integer references sweep,
  design text not null,
  conditions jsonb not null,
  -- what was known of prevalence and tests, and what was the cheapest admissible then
  grounds jsonb not null,
  decided_by text not null,
  decided_at timestamptz not null,
  check ((laboratory_id < 0) = (sweep_id < 0))
);
create index design_decision_of_laboratory on design_decision (laboratory_id, id);
revoke update, delete on design_decision, pool_advice_limits from sweepwell_app;

-- With which kits a sweep is measured, and whose positive people were found by a single test.
create index plate_kit_of_sweep on plate (sweep_id, kit_id, kit_version);
create index case_file_positive on case_file (sweep_id, id) where kind = 'positive-person';
