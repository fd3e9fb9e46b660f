import type { MergePersonsRequest } from '#lis/contracts';
import { identityKey } from '#lis/domain';
import { writeAudit } from '#lis/persistence';
import { type Actor, type Context, keyedHash, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { findPersons } from './persons.queries.js';

/** Two identities are one human being: an audited alias that can be undone; neither row is rewritten. */
export async function mergePersons(
  { db, clock, keys }: Context,
  actor: Actor,
  request: z.infer<typeof MergePersonsRequest>,
): Promise<{ outcome: 'merged' | 'replayed'; aliasId: number }> {
  const at = clock.now(actor.realm);
  const hashOf = (identity: typeof request.person) =>
    keyedHash(keys, actor.realm, `identity\n${identityKey(identity) ?? ''}`).toString('hex');
  const [one, other] = [hashOf(request.person), hashOf(request.canonical)];
  const persons = await findPersons(db, [one, other]);
  const [person, canonical] = [persons.get(one), persons.get(other)];
  if (!person || !canonical) throw new Rejection(404, 'person-unknown');
  if (person.id === canonical.id) throw new Rejection(409, 'person-same');
  return db.begin(async (tx) => {
    const [open] = await tx<{ id: number; canonicalId: number }[]>`
      select id, canonical_id as "canonicalId" from person_alias
      where person_id = ${person.id} and undone_at is null for update`;
    if (open?.canonicalId === canonical.id) return { outcome: 'replayed', aliasId: open.id };
    if (open) throw new Rejection(409, 'person-merged-elsewhere');
    const [alias] = await tx<{ id: number }[]>`
      insert into person_alias (person_id, canonical_id, reason, merged_by, merged_at)
      values (${person.id}, ${canonical.id}, ${request.reason}, ${actor.name}, ${at}) returning id`;
    await writeAudit(tx, [
      {
        at,
        sweepId: null,
        actor: actor.name,
        origin: actor.origin,
        action: 'persons-merged',
        subject: `person:${person.id}`,
        detail: { canonical: canonical.id },
      },
    ]);
    return { outcome: 'merged', aliasId: alias?.id ?? 0 };
  });
}
