import type { Db } from '#lis/persistence';

/** Ids of what every tube of a test needs; signs say the realm. */
export type Laboratory = {
  sweepId: number;
  siteId: number;
  laboratoryId: number;
  instrumentId: number;
  deviceId: number;
  technicianId: number;
  /** a community */
  residenceId: number;
};

/**
 * Enters a sweep with its partitions, one site, laboratory, instrument, tablet, technician and kit. `number` (1 to
 * 99) keeps several in one database apart; negative ids for `drill`.
 */
export async function enterLaboratory(
  owner: Db,
  realm: 'real' | 'drill' = 'drill',
  number = 1,
): Promise<Laboratory> {
  const id = realm === 'drill' ? -number : number;
  const name = `${realm}-${number}`;
  const [community] = await owner<{ id: number }[]>`
    insert into jurisdiction (code, name, level, population) values (${`c-${name}`}, 'community', 'community', 1000)
    returning id`;
  const residenceId = community?.id ?? 0;
  await owner`
    insert into sweep (id, name, time_zone, starts_at, deadline, arrival_plan)
    values (${id}, ${name}, 'Asia/Shanghai', '2030-01-01Z', '2030-01-03Z', '{}')`;
  await owner`select open_sweep_partitions(${id})`;
  await owner`insert into pooling_policy values (${id}, 1, null, '2030-01-01Z', 10, 12)`;
  await owner`insert into site values (${id}, ${`site-${name}`}, 'hall', ${residenceId})`;
  await owner`insert into laboratory values (${id}, ${`lab-${name}`}, 'laboratory')`;
  await owner`insert into kit values ('test-kit', 1, '{}') on conflict do nothing`;
  await owner`
    insert into instrument (id, laboratory_id, serial, sending_application, sending_facility)
    values (${id}, ${id}, ${`serial-${name}`}, ${`app-${name}`}, ${`facility-${name}`})`;
  await owner`
    insert into actor (id, kind, role, name, site_id, laboratory_id) values
      (${id * 1000}, 'device', 'site', 'tablet', ${id}, null),
      (${id * 1000 + Math.sign(id)}, 'staff', 'technician', 'technician', null, ${id})`;
  return {
    sweepId: id,
    siteId: id,
    laboratoryId: id,
    instrumentId: id,
    deviceId: id * 1000,
    technicianId: id * 1000 + Math.sign(id),
    residenceId,
  };
}
