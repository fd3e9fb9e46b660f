import { momentText } from '#lis/domain';
import { arrayLiteral, type Executor } from '#lis/persistence';
import type { Run } from './runs.queries.js';

/** One measurement: (run, well, target, observedAt) is its identity (law 2). */
export type StoredReading = {
  runId: number;
  well: string;
  target: string;
  observedAt: number;
  /** single precision, as the records keep it */
  ct: number | null;
  /** '' when no Ct was sent */
  rawValue: string;
  analyserCall: 'POS' | 'NEG' | 'INV' | null;
  /** OBX-11; X also for a value that cannot be read */
  status: string;
  code: string | null;
  messageId: number;
  /** its sender gives calls and never a Ct */
  withoutCt: boolean;
};

/** Every reading of the runs so far. */
export async function readReadings(tx: Executor, runs: readonly Run[]): Promise<StoredReading[]> {
  return tx<StoredReading[]>`
    select run_id as "runId", well, target, observed_at as "observedAt", ct, raw_value as "rawValue",
      analyser_call as "analyserCall", status, code, message_id as "messageId",
      without_ct as "withoutCt"
    from reading where (sweep_id, run_id) in (select * from unnest(
      ${arrayLiteral(runs.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(runs.map(({ id }) => id))}::text::bigint[]))`;
}

/** A final takes the place of its own preliminary; nothing else is ever overwritten. */
export async function writeReadings(
  tx: Executor,
  sweepOf: (runId: number) => number,
  rows: readonly StoredReading[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into reading (sweep_id, run_id, well, target, observed_at, ct, raw_value, analyser_call, status, code, message_id,
      without_ct)
    select * from unnest(
      ${arrayLiteral(rows.map(({ runId }) => sweepOf(runId)))}::text::int[],
      ${arrayLiteral(rows.map(({ runId }) => runId))}::text::bigint[],
      ${arrayLiteral(rows.map(({ well }) => well))}::text::text[],
      ${arrayLiteral(rows.map(({ target }) => target))}::text::text[],
      ${arrayLiteral(rows.map(({ observedAt }) => momentText(observedAt)))}::text::timestamptz[],
      ${arrayLiteral(rows.map(({ ct }) => ct))}::text::real[],
      ${arrayLiteral(rows.map(({ rawValue }) => rawValue))}::text::text[],
      ${arrayLiteral(rows.map(({ analyserCall }) => analyserCall))}::text::text[],
      ${arrayLiteral(rows.map(({ status }) => status))}::text::text[],
      ${arrayLiteral(rows.map(({ code }) => code))}::text::text[],
      ${arrayLiteral(rows.map(({ messageId }) => messageId))}::text::bigint[],
      ${arrayLiteral(rows.map(({ withoutCt }) => withoutCt))}::text::bool[])
    on conflict (sweep_id, run_id, well, target, observed_at) do update
    set ct = excluded.ct, raw_value = excluded.raw_value, analyser_call = excluded.analyser_call,
      status = excluded.status, code = excluded.code, message_id = excluded.message_id,
      without_ct = excluded.without_ct
    where reading.status = 'P' and excluded.status <> 'P'`;
}
