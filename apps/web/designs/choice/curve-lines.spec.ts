import { expect, it } from 'vitest';
import { CHART_TOP, curveLines } from './curve-lines.js';

const curves = {
  prevalences: [1e-4, 1e-3, 1e-2, 1e-1],
  designs: [
    { design: 'individual', testsPerPerson: [1, 1, 1, 1] },
    { design: 'stages-8:1', testsPerPerson: [0.12, 0.13, 0.2, 3] },
  ],
};
const range = { source: 'given' as const, day: null, estimate: 0.001, low: 0, high: 0.01 };

it('goes by the logarithm of the prevalence, and cuts what is far dearer than single testing', () => {
  const { lines, ticks, band, estimate, breakEven } = curveLines({
    curves,
    prevalence: range,
    breakEven: 0.0316,
  });
  expect(lines.map(({ design }) => design)).toEqual(['individual', 'stages-8:1']);
  expect(lines[0]?.points.map(({ y }) => y)).toEqual([1, 1, 1, 1].map((tests) => tests / CHART_TOP));
  expect(lines[1]?.points[1]).toEqual({ x: expect.closeTo(1 / 3, 9), y: 0.13 / CHART_TOP });
  expect(lines[1]?.points[3]).toEqual({ x: 1, y: 1 });
  expect(ticks.map(({ prevalence }) => prevalence)).toEqual([1e-4, 1e-3, 1e-2, 1e-1]);
  expect([band.from, band.to, estimate]).toEqual([0, expect.closeTo(2 / 3, 9), expect.closeTo(1 / 3, 9)]);
  expect(breakEven).toBeCloseTo(0.833, 3);
});

it('has finer ticks where there are few, and says nothing of what is outside', () => {
  const short = { prevalences: [0.004, 0.04], designs: [] };
  const { ticks, estimate, breakEven } = curveLines({
    curves: short,
    prevalence: { ...range, estimate: 0 },
    breakEven: 0.2,
  });
  expect(ticks.map(({ prevalence }) => prevalence)).toEqual([0.005, 0.01, 0.02]);
  expect([estimate, breakEven]).toEqual([null, null]);
});
