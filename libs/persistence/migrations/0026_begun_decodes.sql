-- Up Migration
-- How often work on a row began whose end is not known: its process died, or is at it now. It bounds the deaths of a process by one
-- batch of specimen pools; whoever ends in order, with or without success, sets it back.
alter table outbox add column begun smallint not null default 0 check (begun >= 0);
