import type { WhoAmI } from '#lis/contracts';
import { realmOf } from '#lis/domain';
import { authenticateSession, type Context, csrfToken, Rejection } from '#lis/platform';

/** Who a session's token is, with what its page sends back against forged requests. @throws Rejection 401 session-ended */
export async function whoAmI(context: Context, token: string): Promise<WhoAmI> {
  // the guard has said already that somebody is here
  const actor = await authenticateSession(context, token, false);
  const [account] = actor
    ? await context.db<{ loginName: string; name: string }[]>`
        select c.login_name as "loginName", a.name from account c join actor a on a.id = c.actor_id
        where c.actor_id = ${actor.id}`
    : [];
  if (!actor || !account) throw new Rejection(401, 'session-ended');
  return {
    ...{ accountId: actor.id, ...account, role: actor.role, realm: realmOf(actor.id) },
    mustChangePassword: actor.session?.mustChangePassword === true,
    csrf: csrfToken(token),
  };
}
