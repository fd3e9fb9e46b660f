import { type Db, openCases } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { enterTubes, type Laboratory } from '#lis/testing';

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

/** Kept counts of a laboratory's pools of ten with that kit, as folding leaves them: both tallies of laboratories. */
export async function setLaboratoryPools(
  db: Db,
  { sweepId, siteId, laboratoryId }: Pick<Laboratory, 'sweepId' | 'siteId' | 'laboratoryId'>,
  day: string,
  { positive = 0, negative = 0 }: { positive?: number; negative?: number },
  size = 10,
): Promise<void> {
  const measured = db`
    ${laboratoryId}, 'stated-kit', 1, ${day}::text::date, ${size}, ${positive}, ${negative}, 0, 0`;
  await db`insert into pool_laboratory_tally values (${sweepId}, ${siteId}, ${measured})`;
  await db`
    insert into pool_laboratory_day_tally as t values (${sweepId}, ${measured})
    on conflict (sweep_id, laboratory_id, kit_id, kit_version, day, size) do update set
      positive = t.positive + excluded.positive, negative = t.negative + excluded.negative`;
}

/**
 * A positive pool with `stated-kit` for each of `found`: two people, of whom so many were positive singly (null: one of
 * the two single tests was invalid). Their loops have come to an end.
 */
export async function enterRetested(
  { owner, context }: { owner: Db; context: Pick<Context, 'keys' | 'clock'> },
  laboratory: Laboratory,
  found: readonly (number | null)[],
): Promise<string[]> {
  const { sweepId, instrumentId } = laboratory;
  const pools = await enterTubes(owner, context, laboratory, found.length, { members: 2 });
  const singles = await enterTubes(owner, context, laboratory, 2 * found.length, {
    members: 1,
    purpose: 'recollection',
  });
  const [plate] = await owner<{ id: string }[]>`
    select id from plate where kit_id = 'stated-kit' and laboratory_id = ${laboratory.laboratoryId}`;
  const [run] = await owner<{ id: number }[]>`
    insert into run (sweep_id, plate_id, instrument_id, run_number, state, opened_at, judged_at)
    values (${sweepId}, ${plate!.id}, ${instrumentId}, ${`retests-${pools[0]!.code}`}, 'accepted', '2030-01-01Z',
      '2030-01-01Z') returning id`;
  const enterResult = (tubeId: string, outcome: string) => owner`
    insert into tube_result values (${sweepId}, ${tubeId}, 1, ${outcome}, ${run!.id}, 'A1', 'r', 'released', '{}',
      '2030-01-01Z', '2030-01-01Z', 'x')`;
  await owner.begin((tx) =>
    openCases(
      tx,
      pools.map(({ tubeId }) => ({
        sweepId,
        tubeId,
        personId: null,
        kind: 'abnormal-tube' as const,
        openedAt: context.clock.now('drill'),
      })),
    ),
  );
  for (const [i, { tubeId, personIds }] of pools.entries()) {
    await enterResult(tubeId, 'positive');
    for (const [n, personId] of personIds.entries()) {
      const { tubeId: single } = singles[2 * i + n]!;
      const positives = found[i];
      await enterResult(
        single,
        positives === null && n === 0 ? 'invalid' : n < (positives ?? 0) ? 'positive' : 'negative',
      );
      await owner`
        insert into recollection
        select ${sweepId}, ${tubeId}, ${n + 1}, ${personId}, id, '2030-01-01Z', ${single}, '2030-01-01Z'
        from case_file where tube_id = ${tubeId}`;
    }
  }
  const tubes = pools.map(({ tubeId }) => tubeId);
  await owner`
    update case_step set started_at = '2030-01-01Z', done_at = '2030-01-02Z'
    where step = 'retests-verified' and case_id in (
      select id from case_file where kind = 'abnormal-tube' and tube_id = any(${tubes}::uuid[]))`;
  return tubes;
}
