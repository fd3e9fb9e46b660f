import { randomUUID } from 'node:crypto';
import type { Db } from '#lis/persistence';
import type { Laboratory } from './laboratory.builder.js';

type Outcome = 'positive' | 'inconclusive' | 'negative' | 'invalid';

/** Enters one plate with an accepted run, wells and two readings for each tube, and a released result. */
export async function enterResults(
  owner: Db,
  laboratory: Laboratory,
  tubes: readonly { tubeId: string; code: string }[],
  outcome: Outcome,
  version = 1,
): Promise<{ runId: number; plateId: string }> {
  const { sweepId, laboratoryId, instrumentId, technicianId } = laboratory;
  const plateId = randomUUID();
  await owner`
    insert into plate values (${sweepId}, ${plateId}, ${`P-${plateId}`}, ${laboratoryId}, 'test-kit', 1,
      ${technicianId}, '2030-01-01T04:00Z')`;
  const [run] = await owner<{ id: number }[]>`
    insert into run (sweep_id, plate_id, instrument_id, run_number, state, kit_lot, opened_at, judged_at)
    values (${sweepId}, ${plateId}, ${instrumentId}, ${`R-${plateId}`}, 'accepted', 'LOT-1', '2030-01-01T05:00Z',
      '2030-01-01T06:00Z') returning id`;
  const runId = run?.id ?? 0;
  const ids = tubes.map(({ tubeId }) => tubeId);
  const wells = tubes.map((_, index) => `W${index + 1}`);
  const codes = tubes.map(({ code }) => code);
  await owner`
    insert into well select ${sweepId}, ${plateId}, well, 'sample', code, tube_id
    from unnest(${wells}::text[], ${codes}::text[], ${ids}::uuid[]) as w(well, code, tube_id)`;
  await owner`
    insert into reading (sweep_id, run_id, well, target, observed_at, ct, raw_value, analyser_call, status, message_id)
    select ${sweepId}, ${runId}, well, target, '2030-01-01T05:30Z', 30.5, '30.5', 'POS', 'F', 1
    from unnest(${wells}::text[]) as w(well), unnest('{ORF1ab,N}'::text[]) as t(target)`;
  await owner`
    insert into tube_result (sweep_id, tube_id, version, outcome, run_id, well, rule_version, state, reasons, made_at,
      released_at, released_by)
    select ${sweepId}, tube_id, ${version}, ${outcome}, ${runId}, well, 'rules-1', 'released', '{}',
      '2030-01-01T06:00Z', '2030-01-01T06:30Z', 'staff:-7'
    from unnest(${ids}::uuid[], ${wells}::text[]) as r(tube_id, well)`;
  await owner`update tube set state = 'released', released_at = '2030-01-01T06:30Z' where sweep_id = ${sweepId}
    and id = any(${ids}::uuid[])`;
  return { runId, plateId };
}
