import type { AccountRole } from '#lis/domain';
import type { Executor } from '#lis/persistence';

type Account = {
  accountId: number;
  loginName: string;
  name: string;
  role: AccountRole;
  siteCode: string | null;
  laboratoryCode: string | null;
  jurisdictionCode: string | null;
  mustChangePassword: boolean;
  lockedUntil: number | null;
  lastLogInAt: number | null;
  disabled: boolean;
  linked: boolean;
};

/** The accounts of a realm, up to 1,000, by age. */
export function listAccounts(db: Executor, realm: 'real' | 'drill') {
  const [from, to] = realm === 'real' ? [1, 2_147_483_647] : [-2_147_483_648, -1];
  return db<Account[]>`
    select c.actor_id as "accountId", c.login_name as "loginName", a.name, a.role, s.code as "siteCode",
      l.code as "laboratoryCode", j.code as "jurisdictionCode", c.password_must_change as "mustChangePassword",
      c.locked_until as "lockedUntil", c.last_log_in_at as "lastLogInAt",
      c.disabled_at is not null as disabled, c.oidc_subject is not null as linked
    from account c join actor a on a.id = c.actor_id left join site s on s.id = a.site_id
      left join laboratory l on l.id = a.laboratory_id left join jurisdiction j on j.id = a.jurisdiction_id
    where c.actor_id between ${from} and ${to} order by abs(c.actor_id) limit 1000`;
}
