import { isPassword } from '#lis/accounts';
import { lockMs } from '#lis/domain';
import { type AuditRow, type Transaction, writeAudit } from '#lis/persistence';
import { type Context, keyedHash } from '#lis/platform';
import { strangersRows } from './audit-throttle.js';

export type Found = { id: number; loginName: string; mustChange: boolean };
type Row = Found & { passwordHash: string; failures: number; lockedUntil: number | null; disabled: boolean };

/**
 * Whether the password is that of the account; the same work and the same answer for an unknown name, a wrong
 * password, a locked and a disabled account. A wrong password is counted and may lock; the account's row is held
 * meanwhile, so that attempts side by side cannot exceed the limit. The audit names an unknown or wrong log-in by a
 * keyed hash of the name alone: people type passwords into the wrong field.
 */
export async function checkPassword(
  tx: Transaction,
  { clock, keys }: Context,
  origin: string,
  loginName: string,
  password: string,
): Promise<Found | null> {
  const machine = clock.machine();
  const [row] = await tx<Row[]>`
    select actor_id as id, login_name as "loginName", password_must_change as "mustChange",
      password_hash as "passwordHash", failures, locked_until as "lockedUntil", disabled_at is not null as disabled
    from account where login_name = ${loginName} for update`;
  const open = row && !row.disabled && (row.lockedUntil ?? 0) <= machine ? row : undefined;
  if ((await isPassword(open?.passwordHash, password)) && open) {
    if (open.failures > 0)
      await tx`update account set failures = 0, locked_until = null where actor_id = ${open.id}`;
    return { id: open.id, loginName: open.loginName, mustChange: open.mustChange };
  }
  const audit = (action: string, subject: string, detail: Record<string, unknown>): AuditRow => ({
    ...{ at: clock.now('real'), sweepId: null, actor: 'system:log-in', origin, action, subject, detail },
  });
  const name = keyedHash(keys, 'real', `login-name\n${loginName}`);
  // attempts at a locked account are one row in a minute: they tell nothing that its lock has not told
  const locked = row && !open ? `locked ${row.id}` : undefined;
  const failed = audit('log-in-failed', 'account:unknown', { loginNameHash: name });
  const rows = strangersRows.admit(failed, machine, locked);
  if (open) {
    const failures = open.failures + 1;
    const lock = lockMs(failures);
    await tx`
      update account set failures = ${failures}, locked_until = ${lock > 0 ? machine + lock : null}::timestamptz
      where actor_id = ${open.id}`;
    if (lock > 0)
      rows.push(audit('account-locked', `account:${open.id}`, { failures, seconds: lock / 1000 }));
  }
  await writeAudit(tx, rows);
  return null;
}
