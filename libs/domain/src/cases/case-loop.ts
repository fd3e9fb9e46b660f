import { LabRuleViolation } from '../errors/lab-rule-violation.js';
import type { CaseStepState } from '../lifecycle/lifecycles.js';
import {
  CASE_LOOPS,
  CASE_SETTINGS,
  type CaseSettings,
  type LoopKind,
  type OwnerRole,
  type StepRule,
} from './case-steps.js';

/** A step of one loop; moments in epoch ms. `startedAt` and `dueAt` are null while its clock has not started. */
export interface CaseStep {
  readonly step: string;
  readonly owner: OwnerRole;
  readonly state: CaseStepState;
  readonly startedAt: number | null;
  readonly dueAt: number | null;
  readonly doneAt: number | null;
}

/** When a step that started at a moment is due, by the settings. */
export function dueAt(step: StepRule, startedAt: number, settings: CaseSettings = CASE_SETTINGS): number {
  return startedAt + settings[step.limit];
}

const start = (rule: StepRule, at: number, settings: CaseSettings): CaseStep => ({
  step: rule.step,
  owner: rule.owner,
  state: 'open',
  startedAt: at,
  dueAt: dueAt(rule, at, settings),
  doneAt: null,
});

const isOpen = ({ state }: CaseStep): boolean => state === 'open' || state === 'escalated';

/** All steps of a loop that begins now: those on the loop's own clock open, the others waiting for theirs. */
export function openSteps(kind: LoopKind, now: number, settings: CaseSettings = CASE_SETTINGS): CaseStep[] {
  return CASE_LOOPS[kind].map((rule) =>
    rule.after === null
      ? start(rule, now, settings)
      : { step: rule.step, owner: rule.owner, state: 'waiting', startedAt: null, dueAt: null, doneAt: null },
  );
}

/**
 * Ends a step and starts the clocks that wait for it; gives the new list.
 * Throws `case-step-not-open` for a step that is not open (a repeat must be found before, law 2).
 */
export function completeStep(
  kind: LoopKind,
  steps: readonly CaseStep[],
  done: string,
  now: number,
  settings: CaseSettings = CASE_SETTINGS,
): CaseStep[] {
  if (!steps.some((step) => step.step === done && isOpen(step))) {
    throw new LabRuleViolation('case-step-not-open', { kind, step: done });
  }
  const next = new Map(
    CASE_LOOPS[kind].filter(({ after }) => after === done).map((rule) => [rule.step, rule]),
  );
  return steps.map((step) => {
    if (step.step === done) return { ...step, state: 'done', doneAt: now };
    const rule = next.get(step.step);
    return rule && step.state === 'waiting' ? start(rule, now, settings) : step;
  });
}

/** Leaves a loop by a side exit: what is not done is no longer needed. */
export function leaveLoop(steps: readonly CaseStep[]): CaseStep[] {
  return steps.map((step) => (step.state === 'done' ? step : { ...step, state: 'not-needed' }));
}

/** The open step that is due first (of equals, started first), with its delay in ms (negative: time left); or null. */
export function oldestOpenStep(
  steps: readonly CaseStep[],
  now: number,
): { readonly step: CaseStep; readonly lateByMs: number } | null {
  const [first] = steps
    .filter(isOpen)
    .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || (a.startedAt ?? 0) - (b.startedAt ?? 0));
  return first ? { step: first, lateByMs: now - (first.dueAt ?? now) } : null;
}
