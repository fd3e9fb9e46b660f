import type { CreateSitesRequest } from '#lis/contracts';
import { arrayLiteral, type Transaction } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { administer } from './administer.js';

type Sites = z.infer<typeof CreateSitesRequest>['sites'];
const created = (what: string) => ({ action: `${what}-created`, subject: () => what });

/** Sites by code; an existing code of the same realm keeps its id. Ids in the order of the lines. */
export function createSites(context: Context, actor: Actor, sites: Sites) {
  return administer(context, actor, created('sites'), async (tx) => {
    await tx`
      insert into site (id, code, name, jurisdiction_id)
      select nextval(${`${actor.realm}_id`}::regclass), s.code, s.name, j.id from unnest(
        ${arrayLiteral(sites.map(({ code }) => code))}::text::text[],
        ${arrayLiteral(sites.map(({ name }) => name))}::text::text[],
        ${arrayLiteral(sites.map(({ jurisdictionCode }) => jurisdictionCode))}::text::text[])
        as s (code, name, jurisdiction)
      join jurisdiction j on j.code = s.jurisdiction
      on conflict (code) do nothing`;
    return {
      ids: await idsOf(
        tx,
        'site',
        'code',
        sites.map(({ code }) => code),
        actor,
      ),
    };
  });
}

export function createLaboratories(
  context: Context,
  actor: Actor,
  laboratories: readonly { code: string; name: string }[],
) {
  return administer(context, actor, created('laboratories'), async (tx) => {
    await tx`
      insert into laboratory (id, code, name)
      select nextval(${`${actor.realm}_id`}::regclass), * from unnest(
        ${arrayLiteral(laboratories.map(({ code }) => code))}::text::text[],
        ${arrayLiteral(laboratories.map(({ name }) => name))}::text::text[])
      on conflict (code) do nothing`;
    return {
      ids: await idsOf(
        tx,
        'laboratory',
        'code',
        laboratories.map(({ code }) => code),
        actor,
      ),
    };
  });
}

/** The ids of what now stands there, in the order of the keys. @throws Rejection 409 `…-not-made`, `realm-mixed` */
export async function idsOf(
  tx: Transaction,
  table: 'site' | 'laboratory' | 'instrument',
  column: 'code' | 'serial',
  keys: readonly string[],
  actor: Actor,
): Promise<number[]> {
  const rows = await tx<{ id: number; key: string }[]>`
    select id, ${tx(column)} as key from ${tx(table)}
    where ${tx(column)} = any(${arrayLiteral([...keys])}::text::text[])`;
  const byKey = new Map(rows.map(({ id, key }) => [key, id]));
  return keys.map((key) => {
    const id = byKey.get(key);
    if (id === undefined) throw new Rejection(409, `${table}-not-made`, { key });
    if (id < 0 !== actor.id < 0) throw new Rejection(409, 'realm-mixed', { key });
    return id;
  });
}
