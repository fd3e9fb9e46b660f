import { momentText } from '#lis/domain';
import { arrayLiteral, type Executor } from '#lis/persistence';
import type { NewCall } from './call-wells.js';
import type { Run } from './runs.queries.js';

/** The wells of each run that are called. */
export async function readCalled(tx: Executor, runs: readonly Run[]): Promise<Map<number, Set<string>>> {
  const rows = await tx<{ runId: number; well: string }[]>`
    select run_id as "runId", well from well_call where (sweep_id, run_id) in (select * from unnest(
      ${arrayLiteral(runs.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(runs.map(({ id }) => id))}::text::bigint[]))`;
  const called = new Map(runs.map(({ id }) => [id, new Set<string>()]));
  for (const { runId, well } of rows) called.get(runId)?.add(well);
  return called;
}

/** Doubts of earlier messages about a well that is not called yet: codes by run and well. */
export async function readDoubts(tx: Executor, runs: readonly Run[]): Promise<Map<string, string[]>> {
  const rows = await tx<{ code: string; subject: string }[]>`
    select a.code, a.subject from attention a
    where a.sweep_id = any(${arrayLiteral([...new Set(runs.map(({ sweepId }) => sweepId))])}::text::int[])
      and a.code in ('reading-corrected', 'reading-differs') and a.closed_at is null
      and (a.detail ->> 'runId')::bigint = any(${arrayLiteral(runs.map(({ id }) => id))}::text::bigint[])`;
  const doubts = new Map<string, string[]>();
  for (const { code, subject } of rows) doubts.set(subject, [...(doubts.get(subject) ?? []), code]);
  return doubts;
}

export const wellSubject = (runId: number, well: string) => `run:${runId}:${well}`;

export type RunCall = NewCall & { run: Run; ruleVersion: string; at: number };

export async function writeCalls(tx: Executor, calls: readonly RunCall[]): Promise<void> {
  if (calls.length === 0) return;
  await tx`
    insert into well_call (sweep_id, run_id, well, tube_id, call, reasons, rule_version, called_at)
    select c.sweep_id, c.run_id, c.well, c.tube_id, c.call, array(select jsonb_array_elements_text(c.reasons)),
      c.rule_version, c.at
    from unnest(
      ${arrayLiteral(calls.map(({ run }) => run.sweepId))}::text::int[],
      ${arrayLiteral(calls.map(({ run }) => run.id))}::text::bigint[],
      ${arrayLiteral(calls.map(({ well }) => well))}::text::text[],
      ${arrayLiteral(calls.map(({ tubeId }) => tubeId))}::text::uuid[],
      ${arrayLiteral(calls.map(({ call }) => call))}::text::text[],
      ${arrayLiteral(calls.map(({ reasons }) => JSON.stringify(reasons)))}::text::jsonb[],
      ${arrayLiteral(calls.map(({ ruleVersion }) => ruleVersion))}::text::text[],
      ${arrayLiteral(calls.map(({ at }) => momentText(at)))}::text::timestamptz[])
      as c(sweep_id, run_id, well, tube_id, call, reasons, rule_version, at)
    on conflict do nothing`;
}
