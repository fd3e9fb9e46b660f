import type { Transaction } from '#lis/persistence';
import { writeAudit } from '#lis/persistence';
import type { Actor, Context } from '#lis/platform';

/** One administrative change: a transaction with its audit row. */
export function administer<Answer>(
  { db, clock }: Context,
  actor: Actor,
  change: { action: string; subject: (answer: Answer) => string; detail?: Record<string, unknown> },
  work: (tx: Transaction, now: number) => Promise<Answer>,
): Promise<Answer> {
  const now = clock.now(actor.realm);
  return db.begin(async (tx) => {
    const answer = await work(tx, now);
    await writeAudit(tx, [
      {
        at: now,
        sweepId: null,
        actor: actor.name,
        origin: actor.origin,
        action: change.action,
        subject: change.subject(answer),
        ...(change.detail && { detail: change.detail }),
      },
    ]);
    return answer;
  }) as Promise<Answer>;
}
