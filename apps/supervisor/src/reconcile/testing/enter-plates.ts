import { randomUUID } from 'node:crypto';
import type { Db } from '#lis/persistence';
import type { Laboratory } from '#lis/testing';
import type { Fate, Tubes } from './fates.js';

const resulted = [
  'negative-1', 'negative-2', 'negative-3', 'positive', 'corrected', 'on-the-way', 'unsent', 'kept-back', 'held',
] as const satisfies Fate[]; // prettier-ignore

/**
 * An accepted plate with results, one that waits for its run, and one whose run was rejected; controls on each and
 * a blind sample on the first.
 */
export async function enterPlates(owner: Db, laboratory: Laboratory, tubes: Tubes): Promise<void> {
  const { sweepId, laboratoryId, instrumentId, technicianId } = laboratory;
  const [message] = await owner<{ id: number }[]>`
    insert into instrument_message (instrument_id, connection, key_hash, body_hash, control_id, body, answer, state,
      received_at)
    values (${instrumentId}, 'c', gen_random_uuid(), gen_random_uuid(), '1', '', '', 'interpreted', '2030-01-01T05:00Z') returning id`;
  const enter = async (name: string, runState: string | null, fates: readonly Fate[], blind = false) => {
    const plateId = randomUUID();
    await owner`
      insert into plate values (${sweepId}, ${plateId}, ${`P-${name}${sweepId}`}, ${laboratoryId}, 'test-kit', 1,
        ${technicianId}, '2030-01-01T04:00Z')`;
    await owner`
      insert into well select ${sweepId}, ${plateId}, 'A' || n, 'sample', code, id from unnest(
        ${fates.map((fate) => tubes[fate].code)}::text[], ${fates.map((fate) => tubes[fate].tubeId)}::uuid[])
        with ordinality as w (code, id, n)`;
    await owner`
      insert into well values (${sweepId}, ${plateId}, 'H12', 'negative-control', ${`NC-${name}`}, null)`;
    if (blind) await owner`insert into well values (${sweepId}, ${plateId}, 'H11', 'blind', 'B-1', null)`;
    if (runState === null) return 0;
    const [run] = await owner<{ id: number }[]>`
      insert into run (sweep_id, plate_id, instrument_id, run_number, state, opened_at)
      values (${sweepId}, ${plateId}, ${instrumentId}, ${name}, ${runState}, '2030-01-01T05:00Z') returning id`;
    await owner`
      insert into reading (sweep_id, run_id, well, target, observed_at, ct, raw_value, status, message_id)
      select ${sweepId}, ${run?.id ?? 0}, well, target, '2030-01-01T05:30Z', 30, '30', 'F', ${message?.id ?? 0}
      from well, unnest('{ORF1ab,N}'::text[]) as t (target) where plate_id = ${plateId}`;
    return run?.id ?? 0;
  };
  const runId = await enter('1', 'accepted', resulted, true);
  await enter('2', null, ['pending-1', 'pending-2']);
  await enter('3', 'rejected', ['rerun']);
  const abnormal = [tubes.positive.tubeId, tubes.held.tubeId];
  await owner`
    insert into well_call
    select w.sweep_id, ${runId}, w.well, w.tube_id,
      case when w.tube_id = any(${abnormal}::uuid[]) then 'positive' else 'negative' end, '{}', 'rules-1', '2030-01-01T06:00Z'
    from well w join run u on u.plate_id = w.plate_id and u.id = ${runId} where w.kind = 'sample'`;
  await owner`
    insert into tube_result (sweep_id, tube_id, version, outcome, run_id, well, rule_version, state, reasons, made_at,
      released_at, released_by)
    select sweep_id, tube_id, 1, call, run_id, well, 'rules-1',
      case when tube_id = ${tubes.held.tubeId} then 'held' when tube_id = ${tubes.corrected.tubeId} then 'superseded'
        else 'released' end, '{}', called_at, case when tube_id <> ${tubes.held.tubeId} then called_at end, 'x'
    from well_call where sweep_id = ${sweepId}`;
  await owner`
    insert into tube_result (sweep_id, tube_id, version, outcome, run_id, well, rule_version, state, reasons, made_at,
      released_at, released_by)
    select sweep_id, tube_id, 2, 'positive', run_id, well, 'rules-1', 'released', '{corrected}', made_at, made_at, 'y'
    from tube_result where sweep_id = ${sweepId} and tube_id = ${tubes.corrected.tubeId}`;
  // of three positive pools, one is not folded yet
  const counted = owner`${sweepId} as sweep_id, '2030-01-01'::date as day, 3 as size`;
  await owner`
    insert into pool_tally (sweep_id, day, size, site_id, positive, negative, inconclusive, invalid)
    select ${counted}, ${laboratory.siteId}, 2, 6, 0, 0`;
  await owner`
    insert into pool_day_tally (sweep_id, day, size, positive, negative, inconclusive, invalid)
    select ${counted}, 2, 6, 0, 0`;
  const measured = owner`${laboratoryId} as laboratory_id, 'test-kit' as kit_id, 1 as kit_version, ${counted}`;
  await owner`
    insert into pool_laboratory_tally (laboratory_id, kit_id, kit_version, sweep_id, day, size, site_id, positive,
      negative, inconclusive, invalid)
    select ${measured}, ${laboratory.siteId}, 2, 6, 0, 0`;
  await owner`
    insert into pool_laboratory_day_tally (laboratory_id, kit_id, kit_version, sweep_id, day, size, positive, negative,
      inconclusive, invalid)
    select ${measured}, 2, 6, 0, 0`;
  await owner`
    insert into pool_delta (laboratory_id, kit_id, kit_version, sweep_id, day, size, site_id, outcome, n)
    select ${measured}, ${laboratory.siteId}, 'positive', 1`;
}
