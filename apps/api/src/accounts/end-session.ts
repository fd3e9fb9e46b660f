import { type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { closeSessions } from './sessions.queries.js';

/**
 * Ends a session: the own one, another of one's own, or as an administrator one of somebody's in the own realm.
 * @throws Rejection 404 session-unknown: not open, or not of this account and realm
 */
export async function endSession(
  { db, clock }: Context,
  actor: Actor,
  accountId: number,
  sessionId: string,
): Promise<void> {
  const work = async (tx: Transaction) => {
    const closed =
      Math.sign(accountId) === Math.sign(actor.id)
        ? await closeSessions(tx, accountId, clock.machine(), sessionId)
        : [];
    if (closed.length === 0) throw new Rejection(404, 'session-unknown');
    const own = sessionId === actor.session?.id;
    await writeAudit(tx, [
      {
        ...{ at: clock.now(actor.realm), sweepId: null, actor: actor.name, origin: actor.origin },
        ...{ action: own ? 'logged-out' : 'session-revoked', subject: `account:${accountId}` },
        detail: { session: sessionId },
      },
    ]);
  };
  await db.begin(work);
}
