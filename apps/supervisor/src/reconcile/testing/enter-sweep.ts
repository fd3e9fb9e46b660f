import type { Db } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { enterLaboratory, enterTubes, type Laboratory } from '#lis/testing';
import { enterBoxes } from './enter-boxes.js';
import { enterPlates } from './enter-plates.js';
import { enterReports } from './enter-reports.js';
import { fates, stateOf, type Tubes } from './fates.js';

/** Enters a small sweep in which everything is accounted for, one tube of each fate, three people a tube. */
export async function enterSweep(
  owner: Db,
  context: Context,
  number: number,
): Promise<{ laboratory: Laboratory; tubes: Tubes }> {
  const laboratory = await enterLaboratory(owner, 'drill', number);
  const { sweepId, deviceId } = laboratory;
  const built = await enterTubes(owner, context, laboratory, fates.length, { members: 3 });
  const tubes = Object.fromEntries(fates.map((fate, index) => [fate, built[index]])) as Tubes;
  await owner`
    update tube t set state = f.state, received_at = case when f.state in ('sealed', 'handed-over', 'void', 'quarantined')
      then null else received_at end
    from unnest(${fates.map((fate) => tubes[fate].tubeId)}::uuid[], ${fates.map((fate) => stateOf[fate])}::text[])
      as f (id, state) where t.id = f.id`;
  // two tubes claim one code: the second is kept under its own id
  const { tubeId } = tubes.conflict;
  await owner`update tube_code set code = ${`conflict:${tubeId}`} where tube_id = ${tubeId}`;
  await owner`
    update tube set code = ${tubes.loose.code}, outcome = 'conflict', held = true where id = ${tubeId}`;
  await owner`
    insert into audit (at, sweep_id, actor, origin, action, subject)
    select registered_at, sweep_id, 'tablet', 'http', 'tube-registered', 'tube:' || id from tube where sweep_id = ${sweepId}`;
  await owner`
    insert into coverage select sweep_id, person_id, residence_id, 1 from member
    where sweep_id = ${sweepId} and tube_id <> all (${[tubes.void.tubeId, tubeId]}::uuid[])`;
  const covered = 3 * (fates.length - 2);
  await owner`insert into residence_tally values (${sweepId}, ${laboratory.residenceId}, 'covered', ${covered - 5})`;
  await owner`
    insert into tally_delta (sweep_id, metric, residence_id, bucket, n)
    values (${sweepId}, 'covered', ${laboratory.residenceId}, '2030-01-01T01:00Z', 5)`;
  // one more is sealed on the tablet and not yet sent
  await owner`
    insert into device_count values (${deviceId}, ${sweepId}, ${fates.length + 1}, ${3 * fates.length + 3},
      ${fates.length}, '2030-01-01T09:00Z')`;
  await enterBoxes(owner, laboratory, tubes);
  await enterPlates(owner, laboratory, tubes);
  await enterReports(owner, laboratory, tubes);
  return { laboratory, tubes };
}
