import type { ConfirmedKits, ConfirmKitRequest, CreateKitAnswer, KitProposals } from '#lis/contracts';
import { momentText } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { administer } from './administer.js';
import { readKit } from './kit-definition.js';

type Answer = z.infer<typeof CreateKitAnswer>;
type Proposal = { definition: string; proposedBy: number; isConfirmed: boolean };

/**
 * Proposes a version of a kit. A version that was entered is never changed, only followed by another; cut-offs
 * decide who is positive, so a second administrator must confirm it. Sent again: where it stands.
 * @throws Rejection 409 `kit-version-differs`
 */
export function proposeKit(context: Context, actor: Actor, given: Record<string, unknown>): Promise<Answer> {
  const kit = readKit(given);
  const change = { action: 'kit-proposed', subject: () => `kit:${kit.id}@${kit.version}` };
  return administer(context, actor, change, async (tx, now) => {
    const definition = JSON.stringify(kit);
    await tx`
      insert into kit_proposal (realm, id, version, definition, proposed_by, proposed_at)
      values (${actor.realm}, ${kit.id}, ${kit.version}, ${definition}::text::jsonb, ${actor.id},
        ${momentText(now)}::text::timestamptz)
      on conflict do nothing`;
    const [same] = await tx<{ isConfirmed: boolean }[]>`
      select p.confirmed_at is not null as "isConfirmed" from kit_proposal p
      where p.realm = ${actor.realm} and p.id = ${kit.id} and p.version = ${kit.version}
        and p.definition = ${definition}::text::jsonb and not exists (
          select from kit k where k.id = p.id and k.version = p.version and k.definition <> p.definition)`;
    if (!same) throw new Rejection(409, 'kit-version-differs');
    return { id: kit.id, version: kit.version, state: same.isConfirmed ? 'confirmed' : 'proposed' };
  });
}

/**
 * The second of two people: another administrator of the proposer's realm. Sent again: nothing changes.
 * @throws Rejection 404 `kit-unknown`, 403 `kit-proposed-by-you`, 409 `kit-version-differs`
 */
export function confirmKit(
  context: Context,
  actor: Actor,
  { id, version }: z.infer<typeof ConfirmKitRequest>,
): Promise<Answer> {
  const change = { action: 'kit-confirmed', subject: () => `kit:${id}@${version}` };
  return administer(context, actor, change, async (tx, now) => {
    const [proposal] = await tx<Proposal[]>`
      select definition::text as definition, proposed_by as "proposedBy", confirmed_at is not null as "isConfirmed"
      from kit_proposal where realm = ${actor.realm} and id = ${id} and version = ${version} for update`;
    if (!proposal) throw new Rejection(404, 'kit-unknown');
    if (proposal.isConfirmed) return { id, version, state: 'confirmed' };
    if (proposal.proposedBy === actor.id) throw new Rejection(403, 'kit-proposed-by-you');
    await tx`
      insert into kit (id, version, definition) values (${id}, ${version}, ${proposal.definition}::text::jsonb)
      on conflict do nothing`;
    const [same] = await tx`
      select 1 from kit
      where id = ${id} and version = ${version} and definition = ${proposal.definition}::text::jsonb`;
    if (!same) throw new Rejection(409, 'kit-version-differs');
    await tx`
      update kit_proposal set confirmed_by = ${actor.id}, confirmed_at = ${momentText(now)}::text::timestamptz
      where realm = ${actor.realm} and id = ${id} and version = ${version}`;
    return { id, version, state: 'confirmed' };
  });
}

/** What waits for its second person in the actor's realm, the oldest first; few at any time. */
export async function listProposals(db: Executor, actor: Actor): Promise<z.infer<typeof KitProposals>> {
  const rows = await db<
    {
      id: string;
      version: number;
      definition: Record<string, unknown>;
      proposedBy: number;
      proposedByName: string;
      proposedAt: number;
      before: { version: number; definition: Record<string, unknown> } | null;
    }[]
  >`
    select p.id, p.version, p.definition, p.proposed_by as "proposedBy", a.name as "proposedByName",
      p.proposed_at as "proposedAt", b.before
    from kit_proposal p join actor a on a.id = p.proposed_by left join lateral (
      select jsonb_build_object('version', k.version, 'definition', k.definition) as before from kit_proposal k
      where k.realm = p.realm and k.id = p.id and k.version < p.version and k.confirmed_at is not null
      order by k.version desc limit 1) b on true
    where p.realm = ${actor.realm} and p.confirmed_at is null order by p.proposed_at limit 100`;
  return {
    proposals: rows.map(({ proposedAt, ...row }) => ({ ...row, proposedAt: momentText(proposedAt) })),
  };
}

/** What plates of the actor's realm may use, the latest first; versions are few. */
export async function listKits(db: Executor, actor: Actor): Promise<z.infer<typeof ConfirmedKits>> {
  const rows = await db<{ id: string; version: number; name: string; at: number }[]>`
    select id, version, definition->>'name' as name, confirmed_at as at from kit_proposal
    where realm = ${actor.realm} and confirmed_at is not null order by id, version desc limit 1000`;
  return {
    kits: rows.map(({ at, ...row }) => ({ ...row, confirmedAt: momentText(at) })),
  };
}
