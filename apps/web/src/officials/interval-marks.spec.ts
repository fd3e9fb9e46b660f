import { expect, it } from 'vitest';
import { intervalMarks } from './interval-marks.js';

const day = (name: string, estimate: number, low: number, high: number, tooFew = false) => ({
  day: name,
  prevalence: { estimate, low, high },
  tooFew,
});

it('puts intervals under a round top', () => {
  const { top, marks } = intervalMarks([day('a', 0.002, 0.001, 0.0037), day('b', 0, 0, 0.0005)]);
  expect(top).toBe(0.005);
  expect(marks[0]).toEqual({ day: 'a', estimate: 0.4, low: 0.2, high: 0.74, isOpen: false });
  expect(marks[1]).toMatchObject({ estimate: 0, low: 0, high: 0.1 });
  expect(intervalMarks([day('a', 1, 0.9, 1)]).top).toBe(1);
});

it('does not let a day that says nothing flatten the others, and leaves out what is withheld', () => {
  const { top, marks } = intervalMarks([
    day('a', 0.0002, 0.0001, 0.00075),
    day('b', 0.1, 0, 0.6, true),
    { day: 'c', prevalence: null, tooFew: null },
  ]);
  expect(top).toBe(0.001);
  expect(marks.map((mark) => [mark.day, mark.high, mark.isOpen])).toEqual([
    ['a', 0.75, false],
    ['b', 1, true],
  ]);
  expect(intervalMarks([day('b', 0.1, 0, 0.6, true)]).top).toBe(1);
  expect(intervalMarks([])).toEqual({ top: 0.001, marks: [] });
});
