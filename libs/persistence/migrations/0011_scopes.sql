-- Up Migration
-- Whether a place lies in the subtree of another, which is the scope of an official; everywhere when there is none.
-- A city has four levels: at most four look-ups by key.
create function lies_in(place integer, scope integer) returns boolean
language sql stable parallel safe as $$
  with recursive up (id, parent_id) as (
    select id, parent_id from jurisdiction where id = place
    union all
    select j.id, j.parent_id from up join jurisdiction j on j.id = up.parent_id)
  select scope is null or exists (select from up where id = scope)
$$;
create index site_jurisdiction on site (jurisdiction_id);
