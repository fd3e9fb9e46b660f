import type { Db } from '#lis/persistence';
import type { Laboratory } from '#lis/testing';

export const stated = { sensitivity: 0.95, specificity: 0.999, swabsValidated: 10, aliquotsValidated: 30 };

/** Kept counts of a site's pools of ten, as folding leaves them: both tallies. */
export async function setPools(
  db: Db,
  { sweepId, siteId }: Pick<Laboratory, 'sweepId' | 'siteId'>,
  day: string,
  counts: { positive?: number; negative?: number; inconclusive?: number; invalid?: number },
  size = 10,
): Promise<void> {
  const { positive = 0, negative = 0, inconclusive = 0, invalid = 0 } = counts;
  await db`
    insert into pool_tally values
      (${sweepId}, ${siteId}, ${day}::text::date, ${size}, ${positive}, ${negative}, ${inconclusive}, ${invalid})`;
  await db`
    insert into pool_day_tally as t values
      (${sweepId}, ${day}::text::date, ${size}, ${positive}, ${negative}, ${inconclusive}, ${invalid})
    on conflict (sweep_id, day, size) do update set positive = t.positive + excluded.positive,
      negative = t.negative + excluded.negative, inconclusive = t.inconclusive + excluded.inconclusive,
      invalid = t.invalid + excluded.invalid`;
}

/** Kit `stated-kit` 1 with what is stated of pools, confirmed in the drill's realm, and a plate of the sweep with it. */
export async function useKit(
  owner: Db,
  { sweepId, laboratoryId, technicianId, deviceId }: Laboratory,
  of: typeof stated | null = stated,
  id = 'stated-kit',
): Promise<void> {
  const target = (name: string) => ({ name, positiveAtOrBelow: 38, suspiciousAtOrBelow: null });
  const definition = JSON.stringify({
    id,
    name: id,
    targets: [target('ORF1ab'), target('N')],
    whenSomeDetected: 'inconclusive',
    ...(of && { stated: of }),
  });
  await owner`insert into kit values (${id}, 1, ${definition}::text::jsonb) on conflict do nothing`;
  await owner`
    insert into kit_proposal
    values ('drill', ${id}, 1, '{}', ${technicianId}, '2030-01-01Z', ${deviceId}, '2030-01-01Z')
    on conflict do nothing`;
  await owner`
    insert into plate values (${sweepId}, gen_random_uuid(), ${`P-${id}${sweepId}`}, ${laboratoryId}, ${id}, 1,
      ${technicianId}, '2030-01-01T04:00Z')`;
}
