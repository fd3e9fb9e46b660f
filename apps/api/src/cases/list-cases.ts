import type { CaseFiles } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { listOpenCases } from '#lis/persistence';
import type { Actor, Context } from '#lis/platform';
import type { z } from 'zod';
import { requireOwnRealm } from './require-own-realm.js';
import type { SweepQuery } from './sweep-query.js';

const textOrNull = (at: number | null) => (at === null ? null : momentText(at));

/** Open cases of a sweep, the one whose oldest open step is due first at the front; tube codes, never names. */
export async function listCases(
  { db, clock }: Context,
  actor: Actor,
  { sweepId, limit }: SweepQuery,
): Promise<z.infer<typeof CaseFiles>> {
  requireOwnRealm(actor, sweepId);
  const now = clock.now(actor.realm);
  const { open, overdue, cases } = await listOpenCases(db, sweepId, actor.jurisdictionId, now, limit);
  return {
    asOf: momentText(now),
    open,
    overdue,
    cases: cases.map(({ id, kind, tubeCode, openedAt, overdue: late, step, owner, startedAt, dueAt }) => ({
      id,
      kind,
      tubeCode,
      openedAt: momentText(openedAt),
      oldestOpenStep:
        step === null || owner === null
          ? null
          : { step, owner, startedAt: textOrNull(startedAt), dueAt: textOrNull(dueAt), doneAt: null },
      overdue: late,
    })),
  };
}
