-- Up Migration
-- Law 8: rows of the audit are written unchained with their cause, and chained behind it. The order of the chain is
-- (xact, id): below pg_snapshot_xmin() every transaction has ended, so nothing can still come before what is sealed,
-- while an id alone may be committed after greater ones. Rows that stand already get the transaction of this file.
alter table audit add column xact xid8 not null default pg_current_xact_id();
create index audit_order on audit (xact, id);

-- The application names neither the place of a row nor its transaction: it cannot put one into what is sealed.
revoke insert on audit from sweepwell_app;
grant insert (at, sweep_id, actor, origin, action, subject, detail) on audit to sweepwell_app;

-- One row seals up to some thousand rows of one chain. A chain is a sweep; 0 is the chain of rows without one.
create table audit_block (
  chain integer not null,
  number integer not null check (number > 0),
  -- rows of the chain up to the end of this block
  total bigint not null,
  ids bigint[] not null check (cardinality(ids) > 0),
  xacts xid8[] not null check (cardinality(xacts) = cardinality(ids)),
  -- 32 bytes a row, in the order of ids: names the broken row, not only the block
  digests bytea not null check (length(digests) = 32 * cardinality(ids)),
  previous bytea not null check (length(previous) = 32),
  hash bytea not null check (length(hash) = 32),
  sealed_at timestamptz not null,
  -- place of the last row; the greatest of all blocks is how far the sealer has come
  last_xact xid8 not null,
  last_id bigint not null,
  primary key (chain, number)
);
alter table audit_block alter column digests set storage external;
create index audit_block_last on audit_block (last_xact, last_id);
revoke update, delete, truncate on audit_block from sweepwell_app;
