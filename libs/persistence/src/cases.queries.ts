import { CASE_LOOPS, CASE_SETTINGS, type CaseSettings, dueAt, type LoopKind, momentText } from '#lis/domain';
import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

export type NewCase = {
  sweepId: number;
  kind: LoopKind;
  /** the abnormal tube, or the single tube of the positive person */
  tubeId: string;
  personId: number | null;
  openedAt: number;
  settings?: CaseSettings;
};

/**
 * Opens a case a line with all its steps; the steps on the loop's own clock start. A case that is there
 * already (kind and tube) is left as it is. Ids in the order of the lines; `opened` is false for those that
 * were there. Ids come from the sequence of the sweep's realm (law 11).
 */
export async function openCases(
  db: Executor,
  cases: readonly NewCase[],
): Promise<{ id: number; opened: boolean }[]> {
  if (cases.length === 0) return [];
  // in the order of the tubes, so that two that open the same cases wait for one another instead of crossing
  const sorted = cases.toSorted((a, b) => compare(a.kind + a.tubeId, b.kind + b.tubeId));
  const made = await db<{ id: number; key: string }[]>`
    insert into case_file (id, sweep_id, kind, tube_id, person_id, opened_at)
    select nextval(case when sweep_id < 0 then 'drill_id' else 'real_id' end::regclass), n.* from unnest(
      ${arrayLiteral(sorted.map((line) => line.sweepId))}::text::int[],
      ${arrayLiteral(sorted.map((line) => line.kind))}::text::text[],
      ${arrayLiteral(sorted.map((line) => line.tubeId))}::text::uuid[],
      ${arrayLiteral(sorted.map((line) => line.personId))}::text::bigint[],
      ${arrayLiteral(sorted.map((line) => momentText(line.openedAt)))}::text::timestamptz[]
    ) as n(sweep_id, kind, tube_id, person_id, opened_at)
    where not exists (select from case_file c where c.kind = n.kind and c.tube_id = n.tube_id)
    on conflict (kind, tube_id) do nothing
    returning id, kind || tube_id as key`;
  const opened = new Map(made.map(({ id, key }) => [key, id]));
  await insertSteps(db, opened, sorted);
  const known = await db<{ id: number; key: string }[]>`
    select id, kind || tube_id as key from case_file
    where (kind, tube_id) in (select * from unnest(
      ${arrayLiteral(sorted.map((line) => line.kind))}::text::text[],
      ${arrayLiteral(sorted.map((line) => line.tubeId))}::text::uuid[]))`;
  const ids = new Map(known.map(({ id, key }) => [key, id]));
  return cases.map(({ kind, tubeId }) => {
    const id = ids.get(kind + tubeId.toLowerCase());
    if (id === undefined) throw new Error(`case of tube ${tubeId} is not visible after its insert`);
    return { id, opened: opened.has(kind + tubeId.toLowerCase()) };
  });
}

async function insertSteps(db: Executor, opened: ReadonlyMap<string, number>, cases: readonly NewCase[]) {
  const done = new Set<number>();
  const steps = cases.flatMap(({ kind, tubeId, openedAt, settings = CASE_SETTINGS }) => {
    const caseId = opened.get(kind + tubeId.toLowerCase());
    if (caseId === undefined || done.has(caseId)) return [];
    done.add(caseId);
    return CASE_LOOPS[kind].map((rule) => ({
      caseId,
      step: rule.step,
      owner: rule.owner,
      startedAt: rule.after === null ? momentText(openedAt) : null,
      dueAt: rule.after === null ? momentText(dueAt(rule, openedAt, settings)) : null,
    }));
  });
  if (steps.length === 0) return;
  await db`
    insert into case_step (case_id, step, owner, started_at, due_at)
    select * from unnest(
      ${arrayLiteral(steps.map((step) => step.caseId))}::text::int[],
      ${arrayLiteral(steps.map((step) => step.step))}::text::text[],
      ${arrayLiteral(steps.map((step) => step.owner))}::text::text[],
      ${arrayLiteral(steps.map((step) => step.startedAt))}::text::timestamptz[],
      ${arrayLiteral(steps.map((step) => step.dueAt))}::text::timestamptz[])`;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
