import { randomBytes } from 'node:crypto';
import type { CreateActorsRequest } from '#lis/contracts';
import { arrayLiteral, byteaArrayLiteral } from '#lis/persistence';
import { type Actor, type Context, Rejection, tokenHash } from '#lis/platform';
import type { z } from 'zod';
import { administer } from './administer.js';

/** People, tablets and programs, each with a bearer token that is shown once and kept as a hash. */
export function createActors(
  context: Context,
  actor: Actor,
  actors: z.infer<typeof CreateActorsRequest>['actors'],
) {
  const tokens = actors.map(() => randomBytes(24).toString('base64url'));
  const drill = actor.realm === 'drill';
  const change = { action: 'actors-created', subject: () => 'actors', detail: { actors: actors.length } };
  return administer(context, actor, change, async (tx, now) => {
    const rows = await tx<{ id: number }[]>`
      with wanted as (
        select * from unnest(
          ${arrayLiteral(actors.map(({ kind }) => kind))}::text::text[],
          ${arrayLiteral(actors.map(({ role }) => role))}::text::text[],
          ${arrayLiteral(actors.map(({ name }) => name))}::text::text[],
          ${arrayLiteral(actors.map(({ siteCode }) => siteCode ?? null))}::text::text[],
          ${arrayLiteral(actors.map(({ laboratoryCode }) => laboratoryCode ?? null))}::text::text[],
          ${arrayLiteral(actors.map(({ jurisdictionCode }) => jurisdictionCode ?? null))}::text::text[])
        with ordinality as w (kind, role, name, site, laboratory, jurisdiction, line)),
      made as (
        insert into actor (id, kind, role, name, site_id, laboratory_id, jurisdiction_id)
        select nextval(${`${actor.realm}_id`}::regclass), w.kind, w.role, w.name, s.id, l.id, j.id
        from wanted w left join site s on s.code = w.site left join laboratory l on l.code = w.laboratory
          left join jurisdiction j on j.code = w.jurisdiction
        where (w.site is null) = (s.id is null) and (w.laboratory is null) = (l.id is null)
          and (w.jurisdiction is null) = (j.id is null)
          -- a tablet has a site, and nobody has a place of the other realm
          and (w.kind <> 'device' or s.id is not null)
          and coalesce((s.id < 0) = ${drill}, true) and coalesce((l.id < 0) = ${drill}, true)
        order by w.line returning id)
      select id from made order by abs(id)`;
    if (rows.length < actors.length) throw new Rejection(409, 'place-unknown');
    await tx`
      insert into credential (token_hash, actor_id, issued_at)
      select h, a, ${now}::timestamptz from unnest(
        ${byteaArrayLiteral(tokens.map(tokenHash))}::text::bytea[],
        ${arrayLiteral(rows.map(({ id }) => id))}::text::int[]) as c (h, a)`;
    return { actors: rows.map(({ id }, index) => ({ id, token: tokens[index] ?? '' })) };
  });
}
