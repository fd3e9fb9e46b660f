import { expect, it } from 'vitest';
import { CONSERVATION, EQUATIONS } from './conservation.js';
import { type CountedTerm, judgeEquation } from './equations.js';

const name = 'registered-are-members';
const counted = (term: string | null, left: number, right: number, whose: string[] = []): CountedTerm => ({
  term,
  left,
  right,
  differing: whose.length,
  differences: whose.map((subject) => ({ subject, what: 'differs' })),
});

it('compares two different sources in every equation, and names no term twice', () => {
  for (const equation of EQUATIONS) {
    const { left, right, terms } = CONSERVATION[equation];
    expect(left.source).not.toBe(right.source);
    expect(new Set<string>(terms).size).toBe(terms.length);
  }
});

it('sums the terms, and shows those that nothing was counted under', () => {
  const equation = judgeEquation(name, [counted('members', 30, 30), counted('void', 3, 3)]);
  expect(equation).toMatchObject({ name, meaning: 'registered = members', holds: true, differences: [] });
  expect(equation.left.count).toBe(33);
  expect(equation.right).toMatchObject({ count: 33, terms: { members: 30, void: 3, conflict: 0 } });
});

it('is broken by sums that differ, by a subject that differs, and by what no term accounts for', () => {
  expect(judgeEquation(name, [counted('members', 30, 29)]).holds).toBe(false);
  expect(judgeEquation(name, [counted('members', 30, 30, ['tube:B', 'tube:A'])])).toMatchObject({
    holds: false,
    differing: 2,
    differences: [{ subject: 'tube:A' }, { subject: 'tube:B' }],
  });
  expect(judgeEquation(name, [counted('members', 30, 30), counted(null, 1, 1)]).holds).toBe(false);
  expect(judgeEquation(name, [counted('members', Number.NaN, Number.NaN)]).holds).toBe(false);
});

it('names 20 at most and says how many there are', () => {
  const many = Array.from({ length: 25 }, (_, index) => `tube:${index}`);
  const { differing, differences } = judgeEquation(name, [counted('members', 25, 25, many)]);
  expect([differing, differences.length]).toEqual([25, 20]);
});
