import type { Db, Executor } from '#lis/persistence';
import { forgetActor, forgetCredentials } from './authenticate.js';

const channel = 'revoked';

/** Tells every process that credentials of the actor are revoked, in the transaction of it: heard when it commits. */
export async function tellRevocation(tx: Executor, actorId: number): Promise<void> {
  await tx`select pg_notify(${channel}, ${String(actorId)})`;
}

/**
 * Forgets what is revoked anywhere as soon as it is told. When the connection comes back after a break everything is
 * forgotten: what was told meanwhile is not known. Sessions need none of this, they are asked for with every request.
 */
export async function followRevocations(db: Db): Promise<{ stop: () => Promise<void> }> {
  const listening = await db.listen(
    channel,
    (told) => {
      const actorId = Number(told);
      if (Number.isInteger(actorId) && actorId !== 0) forgetActor(db, actorId);
      else forgetCredentials(db);
    },
    () => forgetCredentials(db),
  );
  return { stop: () => listening.unlisten() };
}
