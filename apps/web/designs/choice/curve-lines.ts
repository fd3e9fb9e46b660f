import type { DesignChoiceAnswer } from '#lis/contracts';

/** Shares of the chart, from its left and from its foot. */
export type Point = { x: number; y: number };
export type CurveLines = {
  lines: { design: string; points: Point[] }[];
  /** whole powers of ten within the chart, and their doubles and fives where there are few */
  ticks: { prevalence: number; x: number }[];
  /** the prevalence's interval, and its estimate; null: left or right of the chart */
  band: { from: number; to: number };
  estimate: number | null;
  breakEven: number | null;
};

/** Tests per person at the chart's top: single testing is 1, and what is far dearer is cut there. */
export const CHART_TOP = 1.2;

/** Where curves lie in a chart whose prevalences go by their logarithm. */
export function curveLines({
  curves: { prevalences, designs },
  prevalence: { estimate, low, high },
  breakEven,
}: Pick<DesignChoiceAnswer, 'curves' | 'prevalence' | 'breakEven'>): CurveLines {
  const [first = 1e-5, last = 0.4] = [prevalences[0], prevalences.at(-1)];
  const across = (p: number) => Math.log(p / first) / Math.log(last / first);
  const held = (p: number) => Math.min(1, Math.max(0, p > 0 ? across(p) : 0));
  const inside = (p: number | null) => (p !== null && p >= first && p <= last ? across(p) : null);
  return {
    lines: designs.map(({ design, testsPerPerson }) => ({
      design,
      points: testsPerPerson.map((tests, i) => ({
        x: held(prevalences[i] ?? first),
        y: Math.min(1, tests / CHART_TOP),
      })),
    })),
    ticks: ticksBetween(first, last).map((p) => ({ prevalence: p, x: across(p) })),
    band: { from: held(low), to: held(high) },
    estimate: inside(estimate),
    breakEven: inside(breakEven),
  };
}

function ticksBetween(first: number, last: number): number[] {
  const powers = [-5, -4, -3, -2, -1];
  const within = (steps: readonly number[]) =>
    powers
      .flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
      .filter((p) => p >= first * 0.999 && p <= last * 1.001);
  const tens = within([1]);
  return tens.length >= 3 ? tens : within([1, 2, 5]);
}
