import type { CreateSweepRequest } from '#lis/contracts';
import { parseMoment } from '#lis/domain';
import { arrayLiteral } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { administer } from './administer.js';

/** A round of a campaign with its targets and pooling policies; its partitions are made with it. */
export function createSweep(context: Context, actor: Actor, request: CreateSweepRequest) {
  const { targets, policies } = request;
  if (parseMoment(request.deadline) <= parseMoment(request.startsAt)) {
    throw new Rejection(400, 'malformed', { field: 'deadline' });
  }
  if (policies.some(({ poolSize, hardCap }) => hardCap < poolSize)) {
    throw new Rejection(400, 'malformed', { field: 'policies.hardCap' });
  }
  if (new Set(targets.map(({ jurisdictionCode }) => jurisdictionCode)).size < targets.length) {
    throw new Rejection(409, 'jurisdiction-twice');
  }
  const change = { action: 'sweep-created', subject: ({ id }: { id: number }) => `sweep:${id}` };
  return administer(context, actor, change, async (tx) => {
    const [made] = await tx<{ id: number }[]>`
      insert into sweep (id, name, time_zone, starts_at, deadline, arrival_plan)
      values (nextval(${`${request.realm}_id`}::regclass), ${request.name}, ${timeZone(request.timeZone)},
        ${request.startsAt}, ${request.deadline}, ${tx.json(request.arrivalPlan)})
      returning id`;
    const id = made?.id ?? 0;
    const placed = await tx`
      insert into sweep_target (sweep_id, jurisdiction_id, people)
      select ${id}, j.id, t.people from unnest(
        ${arrayLiteral(targets.map(({ jurisdictionCode }) => jurisdictionCode))}::text::text[],
        ${arrayLiteral(targets.map(({ people }) => people))}::text::bigint[]) as t (code, people)
      join jurisdiction j on j.code = t.code`;
    if (placed.count < targets.length) throw new Rejection(409, 'jurisdiction-unknown');
    await tx`
      insert into pooling_policy (sweep_id, version, category, in_force_from, pool_size, hard_cap)
      select ${id}, row_number() over (), * from unnest(
        ${arrayLiteral(policies.map(({ category }) => category))}::text::text[],
        ${arrayLiteral(policies.map(({ inForceFrom }) => inForceFrom))}::text::timestamptz[],
        ${arrayLiteral(policies.map(({ poolSize }) => poolSize))}::text::smallint[],
        ${arrayLiteral(policies.map(({ hardCap }) => hardCap))}::text::smallint[])`;
    await tx`select open_sweep_partitions(${id})`;
    return { id };
  });
}

function timeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new Rejection(400, 'time-zone-unknown');
  }
}
