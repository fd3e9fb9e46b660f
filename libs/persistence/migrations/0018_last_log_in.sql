-- Up Migration
-- When an account's person logged in last, by the machine's clock: it stays known when its sessions are swept.
alter table account add column last_log_in_at timestamptz;
update account set last_log_in_at =
  (select max(s.opened_at) from account_session s where s.actor_id = account.actor_id);
