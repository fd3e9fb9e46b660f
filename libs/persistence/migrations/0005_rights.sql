-- Up Migration
-- The application role reads and writes rows; it has no DDL, and the audit only grows.
revoke create on schema public from public;
grant usage on schema public to sweepwell_app;
grant select, insert, update, delete on all tables in schema public to sweepwell_app;
grant usage, select on all sequences in schema public to sweepwell_app;
revoke update, delete, truncate on audit from sweepwell_app;
revoke insert, update, delete on pgmigrations from sweepwell_app;
revoke all on function open_sweep_partitions(integer) from public;
grant execute on function open_sweep_partitions(integer) to sweepwell_app;
alter default privileges in schema public grant select, insert, update, delete on tables to sweepwell_app;
