import type { KitDefinition } from '#lis/domain';
import type { Executor } from '#lis/persistence';

export type KnownKit = { id: string; version: number; definition: KitDefinition };
type UsedKit = KnownKit & { plates: number };

/** The kits with which plates of a sweep are measured, the most used first. Kits are few, and counted by index. */
export async function kitsOfSweep(db: Executor, sweepId: number): Promise<UsedKit[]> {
  return db<UsedKit[]>`
    select k.id, k.version, k.definition, p.plates from kit k
    cross join lateral (
      select count(*) as plates from plate p
      where p.sweep_id = ${sweepId} and p.kit_id = k.id and p.kit_version = k.version) p
    where p.plates > 0 order by p.plates desc, k.id, k.version desc`;
}

/** A version of a kit that plates of the realm may use. */
export async function findKit(
  db: Executor,
  realm: string,
  id: string,
  version: number,
): Promise<KnownKit | undefined> {
  const [kit] = await db<KnownKit[]>`
    select k.id, k.version, k.definition from kit k where k.id = ${id} and k.version = ${version} and exists (
      select from kit_proposal p where p.realm = ${realm} and p.id = k.id and p.version = k.version
        and p.confirmed_at is not null)`;
  return kit;
}

/** Versions that plates of the realm may use, the last confirmed first. */
export async function kitsOfRealm(db: Executor, realm: string): Promise<KnownKit[]> {
  return db<KnownKit[]>`
    select k.id, k.version, k.definition from kit k join kit_proposal p on p.id = k.id and p.version = k.version
    where p.realm = ${realm} and p.confirmed_at is not null
    order by p.confirmed_at desc, k.id, k.version desc limit 200`;
}

/**
 * Ct by target of the latest people whose single test after an abnormal pool was positive, measured with that kit (in
 * that laboratory), 1,000 at most. A person has a case (R7), by which they are found.
 */
export async function singlesOf(
  db: Executor,
  sweepId: number,
  kit: { id: string; version: number },
  laboratoryId: number | null = null,
): Promise<{ target: string; ct: number }[][]> {
  const rows = await db<{ readings: { target: string; ct: number }[] | null }[]>`
    select g.readings
    from (
      select tube_id from case_file where sweep_id = ${sweepId} and kind = 'positive-person'
      order by abs(id) desc limit 1000) c
    cross join lateral (
      select r.run_id, r.well, r.outcome from tube_result r
      where r.sweep_id = ${sweepId} and r.tube_id = c.tube_id order by r.version desc limit 1) r
    join run u on u.id = r.run_id
    join plate p on p.id = u.plate_id and p.kit_id = ${kit.id} and p.kit_version = ${kit.version}
      and (${laboratoryId}::int is null or p.laboratory_id = ${laboratoryId}::int)
    cross join lateral (
      select jsonb_agg(jsonb_build_object('target', l.target, 'ct', l.ct)) as readings from (
        select distinct on (d.target) d.target, d.ct from reading d
        where d.sweep_id = ${sweepId} and d.run_id = r.run_id and d.well = r.well and d.ct is not null
        order by d.target, d.observed_at desc) l) g
    where r.outcome = 'positive'`;
  return rows.flatMap(({ readings }) => (readings ? [readings] : []));
}
