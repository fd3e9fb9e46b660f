import type { MergePersonsRequest } from '#lis/contracts';
import { identityKey, momentText } from '#lis/domain';
import { type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, keyedHash, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { writeRemark } from '../remarks/index.js';
import { findPersons } from './persons.queries.js';

/**
 * Two identities are one human being: an audited alias that can be undone; neither row is rewritten. A hold
 * that is open on one of them is copied to the others, so that whoever reads a person's own holds reads it.
 */
export async function mergePersons(
  context: Context,
  actor: Actor,
  request: z.infer<typeof MergePersonsRequest>,
): Promise<{ outcome: 'merged' | 'replayed'; aliasId: number }> {
  const { db, clock, keys } = context;
  const at = clock.now(actor.realm);
  const hashOf = (identity: typeof request.person) =>
    keyedHash(keys, actor.realm, `identity\n${identityKey(identity) ?? ''}`);
  const [one, other] = [hashOf(request.person), hashOf(request.canonical)];
  const persons = await findPersons(db, [one, other]);
  const [person, canonical] = [persons.get(one), persons.get(other)];
  if (!person || !canonical) throw new Rejection(404, 'person-unknown');
  if (person.id === canonical.id) throw new Rejection(409, 'person-same');
  return db.begin(async (tx) => {
    // one merge of a person at a time, also of two that were sent at once
    const there = await tx`
      select from person where id in (${person.id}, ${canonical.id}) and particulars <> '' order by id for update`;
    // one of them was erased a moment ago: nobody is found by that identity any more
    if (there.count < 2) throw new Rejection(404, 'person-unknown');
    const [open] = await tx<{ id: number; canonicalId: number }[]>`
      select id, canonical_id as "canonicalId" from person_alias
      where person_id = ${person.id} and undone_at is null`;
    if (open?.canonicalId === canonical.id) return { outcome: 'replayed', aliasId: open.id };
    if (open) throw new Rejection(409, 'person-merged-elsewhere');
    const [alias] = await tx<{ id: number }[]>`
      insert into person_alias (person_id, canonical_id, merged_by, merged_at)
      values (${person.id}, ${canonical.id}, ${actor.name}, ${at}) returning id`;
    const remark = { about: 'merge', text: request.reason, personIds: [person.id, canonical.id] } as const;
    await writeRemark(tx, context, actor, remark);
    await copyHold(tx, person.id, at);
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

/** Copies the oldest open hold of a person's names to those that have none; its own tube and reason stay. */
async function copyHold(tx: Transaction, personId: number, at: number): Promise<void> {
  await tx`
    with recursive same (id) as (
      select ${personId}::bigint
      union
      select case when a.person_id = s.id then a.canonical_id else a.person_id end
      from same s join person_alias a on (a.person_id = s.id or a.canonical_id = s.id) and a.undone_at is null),
    first as (
      select h.* from person_hold h join same on same.id = h.person_id where h.closed_at is null
      order by h.opened_at, h.id limit 1)
    insert into person_hold (person_id, sweep_id, tube_id, reason, opened_at)
    select same.id, first.sweep_id, first.tube_id, first.reason, ${momentText(at)}::text::timestamptz
    from same cross join first order by same.id
    on conflict (person_id) where closed_at is null do nothing`;
}
