import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../time/civil-date.js';
import { type CaseStep, completeStep, leaveLoop, oldestOpenStep, openSteps } from './case-loop.js';
import { CASE_LOOPS, CASE_SETTINGS, type LoopKind } from './case-steps.js';

const kinds = Object.keys(CASE_LOOPS) as LoopKind[];
const find = (steps: readonly CaseStep[], name: string): CaseStep | undefined =>
  steps.find(({ step }) => step === name);

describe.each(kinds)('the loop of %s', (kind) => {
  it('names its steps once and starts each after an earlier one', () => {
    const names = CASE_LOOPS[kind].map(({ step }) => step);
    expect(new Set(names).size).toBe(names.length);
    const orphans = CASE_LOOPS[kind].filter(
      ({ after }, index) => after !== null && !names.slice(0, index).includes(after),
    );
    expect(orphans).toEqual([]);
  });

  it('comes to its end when every open step is done in turn', () => {
    let steps = openSteps(kind, 0);
    for (let turn = 0; turn < CASE_LOOPS[kind].length; turn += 1) {
      const oldest = oldestOpenStep(steps, turn);
      expect(oldest).not.toBeNull();
      steps = completeStep(kind, steps, oldest?.step.step ?? '', turn);
    }
    expect(steps.every(({ state }) => state === 'done')).toBe(true);
    expect(oldestOpenStep(steps, 0)).toBeNull();
  });
});

it('runs the policy’s clocks from their own starts', () => {
  const steps = openSteps('positive-person', 1000);
  expect(find(steps, 'reported')?.dueAt).toBe(1000 + 2 * HOUR_MS);
  expect(find(steps, 'investigated')?.dueAt).toBe(1000 + 24 * HOUR_MS);
  expect(find(steps, 'confirmed')).toMatchObject({ state: 'waiting', dueAt: null });
  const later = completeStep('positive-person', steps, 'reported', 5000);
  expect(find(later, 'reported')).toMatchObject({ state: 'done', doneAt: 5000 });
  expect(find(later, 'confirmed')).toMatchObject({
    state: 'open',
    startedAt: 5000,
    dueAt: 5000 + 2 * HOUR_MS,
  });
  expect(find(openSteps('abnormal-tube', 0), 'site-notified')?.dueAt).toBe(2 * HOUR_MS);
});

it('takes its limits from the settings', () => {
  const settings = { ...CASE_SETTINGS, report: HOUR_MS };
  expect(find(openSteps('positive-person', 0, settings), 'reported')?.dueAt).toBe(HOUR_MS);
});

it('shows the step that is latest, and how late', () => {
  const steps = openSteps('positive-person', 0);
  expect(oldestOpenStep(steps, 3 * HOUR_MS)).toMatchObject({ step: { step: 'reported' }, lateByMs: HOUR_MS });
  expect(oldestOpenStep(steps, HOUR_MS)?.lateByMs).toBe(-HOUR_MS);
});

it('ends no step twice or before its clock', () => {
  const steps = completeStep('positive-person', openSteps('positive-person', 0), 'reported', 1);
  for (const step of ['reported', 'released', 'unheard-of']) {
    expect(() => completeStep('positive-person', steps, step, 2)).toThrow('case-step-not-open');
  }
});

it('keeps what was done when a loop is left', () => {
  const steps = leaveLoop(completeStep('positive-person', openSteps('positive-person', 0), 'reported', 1));
  expect(find(steps, 'reported')?.state).toBe('done');
  expect(steps.filter(({ state }) => state === 'not-needed')).toHaveLength(steps.length - 1);
});
