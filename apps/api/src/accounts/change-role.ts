import { requireScope } from '#lis/accounts';
import type { ChangeRoleRequest } from '#lis/contracts';
import type { Transaction } from '#lis/persistence';
import { type Actor, type Context, forgetActor, Rejection, tellRevocation } from '#lis/platform';
import { changeAccount } from './change-account.js';

/**
 * Gives another's account another role with the place that it is bound to (R6), both anew; its sessions end. Nobody
 * changes the own role: so an administrator always stays one until another decides.
 * @throws Rejection 409 own-account, 400 scope-required or scope-not-expected, 404 account-unknown, 409 place-unknown
 */
export async function changeRole(context: Context, actor: Actor, wanted: ChangeRoleRequest): Promise<void> {
  const { accountId, role } = wanted;
  if (accountId === actor.id) throw new Rejection(409, 'own-account');
  requireScope(wanted);
  const place = wanted.siteCode ?? wanted.laboratoryCode ?? wanted.jurisdictionCode ?? null;
  const detail: Record<string, unknown> = { to: role, place };
  const change = { action: 'account-role-changed', detail, endsSessions: true };
  await changeAccount(context, actor, accountId, change, async (tx) => {
    const [account] = await tx<{ role: string }[]>`
      select a.role from account c join actor a on a.id = c.actor_id where c.actor_id = ${accountId} for update`;
    if (!account) return [];
    detail['from'] = account.role;
    const changed = await enterRole(tx, wanted);
    if (changed.length === 0) throw new Rejection(409, 'place-unknown');
    await tellRevocation(tx, accountId);
    return changed;
  });
  forgetActor(context.db, accountId);
}

/** Nothing when a code names no place, or one of the other realm (law 11). */
function enterRole(tx: Transaction, { accountId, role, ...codes }: ChangeRoleRequest) {
  const [site, laboratory, jurisdiction] = [
    codes.siteCode ?? null,
    codes.laboratoryCode ?? null,
    codes.jurisdictionCode ?? null,
  ];
  const drill = accountId < 0;
  return tx`
    with wanted as (
      select (select id from site where code = ${site}) as site,
        (select id from laboratory where code = ${laboratory}) as laboratory,
        (select id from jurisdiction where code = ${jurisdiction}) as jurisdiction)
    update actor set role = ${role}, site_id = site, laboratory_id = laboratory, jurisdiction_id = jurisdiction
    from wanted
    where id = ${accountId}
      and (site is null) = ${site === null} and (laboratory is null) = ${laboratory === null}
      and (jurisdiction is null) = ${jurisdiction === null}
      and coalesce((site < 0) = ${drill}, true) and coalesce((laboratory < 0) = ${drill}, true)
    returning id`;
}
