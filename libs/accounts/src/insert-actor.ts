import type { Realm, Role } from '#lis/domain';
import type { Transaction } from '#lis/persistence';
import { Rejection } from '#lis/platform';

export type NewActor = {
  realm: Realm;
  kind: 'staff' | 'program';
  role: Role;
  name: string;
  siteCode?: string | undefined;
  laboratoryCode?: string | undefined;
  jurisdictionCode?: string | undefined;
};

/**
 * Enters an actor with the place that its codes name, and gives its id.
 * @throws Rejection 409 place-unknown, also for a place of the other realm (law 11)
 */
export async function insertActor(tx: Transaction, actor: NewActor): Promise<number> {
  const { realm, kind, role, name } = actor;
  const [site, laboratory, jurisdiction] = [
    actor.siteCode ?? null,
    actor.laboratoryCode ?? null,
    actor.jurisdictionCode ?? null,
  ];
  const drill = realm === 'drill';
  const [made] = await tx<{ id: number }[]>`
    with wanted as (
      select (select id from site where code = ${site}) as site,
        (select id from laboratory where code = ${laboratory}) as laboratory,
        (select id from jurisdiction where code = ${jurisdiction}) as jurisdiction)
    insert into actor (id, kind, role, name, site_id, laboratory_id, jurisdiction_id)
    select nextval(${`${realm}_id`}::regclass), ${kind}, ${role}, ${name}, site, laboratory, jurisdiction from wanted
    where (site is null) = ${site === null} and (laboratory is null) = ${laboratory === null}
      and (jurisdiction is null) = ${jurisdiction === null}
      and coalesce((site < 0) = ${drill}, true) and coalesce((laboratory < 0) = ${drill}, true)
    returning id`;
  if (!made) throw new Rejection(409, 'place-unknown');
  return made.id;
}
