import type { Executor } from '#lis/persistence';

type OpenSession = {
  id: string;
  method: 'password' | 'oidc';
  origin: string;
  openedAt: number;
  lastSeenAt: number;
  endsAt: number;
};

/** The sessions of an account that can still be used, the latest first. Moments: epoch ms of the machine. */
export function openSessionsOf(db: Executor, accountId: number, machine: number, idleMs: number) {
  return db<OpenSession[]>`
    select id, method, origin, opened_at as "openedAt", last_seen_at as "lastSeenAt", ends_at as "endsAt"
    from account_session
    where actor_id = ${accountId} and closed_at is null and ends_at > ${machine} and last_seen_at > ${machine - idleMs}
    order by opened_at desc limit 100`;
}

/** Ends one session of an account, or all of them. Gives the ids of those that were open. */
export async function closeSessions(
  db: Executor,
  accountId: number,
  machine: number,
  sessionId: string | null,
): Promise<string[]> {
  const closed = await db<{ id: string }[]>`
    update account_session set closed_at = ${machine}
    where actor_id = ${accountId} and closed_at is null and (${sessionId}::uuid is null or id = ${sessionId}::uuid)
    returning id`;
  return closed.map(({ id }) => id);
}
