import type { OpenRecollections } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { listOpenRecollections } from '#lis/persistence';
import type { Actor, Context } from '#lis/platform';
import type { z } from 'zod';
import { requireOwnRealm } from './require-own-realm.js';
import type { SweepQuery } from './sweep-query.js';

/** Who must still be sampled again, longest waiting first: a site sees its own tubes, an official those of the own jurisdiction. */
export async function listRecollections(
  { db }: Context,
  actor: Actor,
  { sweepId, limit }: SweepQuery,
): Promise<z.infer<typeof OpenRecollections>> {
  requireOwnRealm(actor, sweepId);
  const waiting = await listOpenRecollections(db, sweepId, actor, limit);
  return {
    recollections: waiting.map(({ tubeId, tubeCode, ordinal, orderedAt }) => ({
      tubeId,
      tubeCode,
      ordinal,
      orderedAt: momentText(orderedAt),
    })),
  };
}
