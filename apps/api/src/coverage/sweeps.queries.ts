import { momentText, realmOf, type Realm } from '#lis/domain';
import type { Executor } from '#lis/persistence';

export type Sweep = {
  id: number;
  name: string;
  realm: Realm;
  timeZone: string;
  startsAt: number;
  deadline: number;
  /** 24 relative weights of arrivals by local hour; 0: closed */
  weightByHour: number[];
};
type SweepRow = Omit<Sweep, 'realm' | 'weightByHour'> & { arrivalPlan: { weightByHour: number[] } };

/** The sweeps of a realm, the latest first. */
export async function listSweeps(db: Executor, realm: Realm): Promise<Sweep[]> {
  const rows = await db<SweepRow[]>`
    select id, name, time_zone as "timeZone", starts_at as "startsAt", deadline,
      arrival_plan as "arrivalPlan"
    from sweep where (id < 0) = ${realm === 'drill'}
    order by starts_at desc, abs(id) desc limit 500`;
  return rows.map(({ arrivalPlan: { weightByHour }, ...row }) => ({
    ...row,
    realm: realmOf(row.id),
    weightByHour,
  }));
}

/** How a sweep is shown. */
export const sweepLine = ({ id, name, realm, timeZone, startsAt, deadline }: Sweep) => ({
  id,
  name,
  realm,
  timeZone,
  startsAt: momentText(startsAt),
  deadline: momentText(deadline),
});
