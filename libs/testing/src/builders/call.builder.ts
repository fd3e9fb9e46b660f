import { randomUUID } from 'node:crypto';
import type { Db } from '#lis/persistence';
import type { Laboratory } from './laboratory.builder.js';

export type GivenCall = {
  tubeId: string;
  code: string;
  call: 'positive' | 'inconclusive' | 'negative' | 'invalid';
  reasons?: string[];
  /** the well does not hold the tube that the reading names */
  disagrees?: boolean;
};

/** Enters a plate with its run and called wells W1, W2 … as the interpretation leaves them; tubes are plated. */
export async function enterCalls(
  owner: Db,
  { sweepId, laboratoryId, instrumentId, technicianId }: Laboratory,
  calls: readonly GivenCall[],
  state = 'accepted',
): Promise<{ runId: number; plateId: string; wells: { runId: number; well: string }[] }> {
  const plateId = randomUUID();
  await owner`
    insert into plate values (${sweepId}, ${plateId}, ${`P-${plateId}`}, ${laboratoryId}, 'test-kit', 1,
      ${technicianId}, '2030-01-01T04:00Z')`;
  const [run] = await owner<{ id: number }[]>`
    insert into run (sweep_id, plate_id, instrument_id, run_number, state, opened_at, judged_at)
    values (${sweepId}, ${plateId}, ${instrumentId}, ${`R-${plateId}`}, ${state}, '2030-01-01T05:00Z',
      '2030-01-01T06:00Z') returning id`;
  const runId = run?.id ?? 0;
  for (const [index, { tubeId, code, call, reasons = [], disagrees }] of calls.entries()) {
    const well = `W${index + 1}`;
    await owner`
      insert into well values (${sweepId}, ${plateId}, ${well}, 'sample', ${code}, ${disagrees ? randomUUID() : tubeId})`;
    await owner`
      insert into well_call values (${sweepId}, ${runId}, ${well}, ${tubeId}, ${call}, ${reasons}, 'kit@1',
        '2030-01-01T06:00Z')`;
  }
  await owner`
    update tube set state = 'plated', plated_at = '2030-01-01T04:00Z'
    where sweep_id = ${sweepId} and id = any(${calls.map(({ tubeId }) => tubeId)}::uuid[])
      and state in ('sealed', 'handed-over', 'received')`;
  return { runId, plateId, wells: calls.map((_, index) => ({ runId, well: `W${index + 1}` })) };
}
