import { CASE_LOOPS, CASE_SETTINGS, type CaseSettings, momentText } from '#lis/domain';
import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

export type DoneStep = {
  caseId: number;
  step: string;
  at: number;
  /** as the audit names the actor */
  by: string;
  proof: Record<string, unknown> | null;
};
/** `not-open`: its clock has not started; `unknown`: the case has no such step, or there is no such case. */
export type StepOutcome = 'done' | 'already-done' | 'not-open' | 'unknown';

/**
 * Ends a step a line, starts the clocks that wait for it (libs/domain CASE_LOOPS) and closes a case whose
 * steps are all done. A step that is done already is left as it is (law 2). Outcomes in the order of the
 * lines. Two steps of one case that follow one another go in two calls.
 */
export async function finishSteps(
  db: Executor,
  steps: readonly DoneStep[],
  settings: CaseSettings = CASE_SETTINGS,
): Promise<StepOutcome[]> {
  if (steps.length === 0) return [];
  await lockCases(db, steps);
  const outcomes = await db<{ outcome: StepOutcome }[]>`
    with given as (select * from unnest(
        ${arrayLiteral(steps.map((line) => line.caseId))}::text::int[],
        ${arrayLiteral(steps.map((line) => line.step))}::text::text[],
        ${arrayLiteral(steps.map((line) => momentText(line.at)))}::text::timestamptz[],
        ${arrayLiteral(steps.map((line) => line.by))}::text::text[],
        ${arrayLiteral(steps.map((line) => (line.proof ? JSON.stringify(line.proof) : null)))}::text::jsonb[]
      ) with ordinality as g(case_id, step, at, done_by, proof, line)),
    rule as (${ruleRows(db, settings)}),
    done as (
      update case_step s set done_at = g.at, done_by = g.done_by, proof = g.proof from given g
      where s.case_id = g.case_id and s.step = g.step and s.started_at is not null and s.done_at is null
      returning s.case_id, s.step, s.done_at),
    started as (
      update case_step s set started_at = d.done_at, due_at = d.done_at + r.limit_ms * interval '1 ms'
      from done d join case_file c on c.id = d.case_id join rule r on r.kind = c.kind and r.after = d.step
      where s.case_id = d.case_id and s.step = r.step and s.started_at is null and s.done_at is null
      returning s.case_id)
    select case
        when d.case_id is not null then 'done'
        when s.case_id is null then 'unknown'
        when s.done_at is not null then 'already-done'
        else 'not-open' end as outcome
    from given g
      left join case_step s on s.case_id = g.case_id and s.step = g.step
      left join done d on d.case_id = g.case_id and d.step = g.step
    order by g.line`;
  if (outcomes.some(({ outcome }) => outcome === 'done')) await closeCompleted(db, steps);
  return outcomes.map(({ outcome }) => outcome);
}

/** One step of one case; see finishSteps. */
export async function finishStep(
  db: Executor,
  step: DoneStep,
  settings?: CaseSettings,
): Promise<StepOutcome> {
  const [outcome] = await finishSteps(db, [step], settings);
  return outcome ?? 'unknown';
}

/**
 * Starts the clock of a step a line whose start is an event outside its loop; a clock that runs or has ended
 * is left as it is. Gives how many were started.
 */
export async function startSteps(
  db: Executor,
  steps: readonly { caseId: number; step: string; at: number }[],
  settings: CaseSettings = CASE_SETTINGS,
): Promise<number> {
  if (steps.length === 0) return 0;
  await lockCases(db, steps);
  const started = await db`
    with given as (select * from unnest(
        ${arrayLiteral(steps.map((line) => line.caseId))}::text::int[],
        ${arrayLiteral(steps.map((line) => line.step))}::text::text[],
        ${arrayLiteral(steps.map((line) => momentText(line.at)))}::text::timestamptz[]
      ) as g(case_id, step, at)),
    rule as (${ruleRows(db, settings)})
    update case_step s set started_at = g.at, due_at = g.at + r.limit_ms * interval '1 ms'
    from given g join case_file c on c.id = g.case_id join rule r on r.kind = c.kind and r.step = g.step
    where s.case_id = g.case_id and s.step = g.step and s.started_at is null and s.done_at is null`;
  return started.count;
}

/** One step of one case; see startSteps. */
export async function startStep(
  db: Executor,
  step: { caseId: number; step: string; at: number },
  settings?: CaseSettings,
): Promise<boolean> {
  return (await startSteps(db, [step], settings)) === 1;
}

/** Writers of one case wait for one another, in the order of the ids. */
async function lockCases(db: Executor, steps: readonly { caseId: number }[]): Promise<void> {
  await db`
    select 1 from case_file where id = any(${arrayLiteral(steps.map(({ caseId }) => caseId))}::text::int[])
    order by id for no key update`;
}

/** The loops as rows: which step starts which, and its limit. */
function ruleRows(db: Executor, settings: CaseSettings) {
  const rules = Object.entries(CASE_LOOPS).flatMap(([kind, loop]) => loop.map((rule) => ({ kind, ...rule })));
  return db`select * from unnest(
    ${arrayLiteral(rules.map(({ kind }) => kind))}::text::text[],
    ${arrayLiteral(rules.map(({ step }) => step))}::text::text[],
    ${arrayLiteral(rules.map(({ after }) => after))}::text::text[],
    ${arrayLiteral(rules.map(({ limit }) => settings[limit]))}::text::bigint[]
  ) as r(kind, step, after, limit_ms)`;
}

async function closeCompleted(db: Executor, steps: readonly DoneStep[]): Promise<void> {
  await db`
    update case_file c set closed_at = (select max(s.done_at) from case_step s where s.case_id = c.id)
    where c.id = any(${arrayLiteral(steps.map(({ caseId }) => caseId))}::text::int[]) and c.closed_at is null
      and not exists (select from case_step s where s.case_id = c.id and s.done_at is null)`;
}
