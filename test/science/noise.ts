import { builtInDesign, defaultTolerance, designFacts, simulateAcceptance } from '#lis/domain';
import { figure, type Hue, type Series } from '#lis/pictures';
import { type Cell, exact, simulated, type Table, words } from './cells.js';
import { comp, test } from './shorthand.js';

const SENSITIVITIES = [0.8, 0.85, 0.9, 0.95, 0.99];
const P = 0.005;
const CASES = [
  { id: 'hyper-384x32-q2', hue: 'blue', batches: 1500 },
  { id: 'hypercube-3^4', hue: 'orange', batches: 6000 },
  { id: 'triples-961x93', hue: 'purple', batches: 500 },
  { id: 'rs-384x48', hue: 'ink', batches: 1200 },
] as const satisfies readonly { id: string; hue: Hue; batches: number }[];

type Found = { readonly sensitivity: number; readonly error: number };
export type Noisy = {
  readonly id: (typeof CASES)[number]['id'];
  readonly hue: Hue;
  readonly e: number;
  readonly simulated: readonly Found[];
};

const toleranceOf = (id: Noisy['id']) => defaultTolerance(designFacts(builtInDesign(id)).weight.max);

/** Positives that reach their single test, by the sensitivity of a pool's test: drawn, COMP(e). */
export function underNoise(share: number): Noisy[] {
  return CASES.map(({ id, hue, batches }) => {
    const e = toleranceOf(id);
    const found = SENSITIVITIES.map((se) => {
      const run = simulateAcceptance({
        design: builtInDesign(id),
        test: test(se, 0.99),
        prevalence: P,
        tolerated: e,
        batches: Math.ceil(batches * share),
        seed: `science noise ${id} ${se}`,
        method: 'combinatorial',
      });
      const { sensitivity, positives } = run;
      return {
        sensitivity,
        error: Math.sqrt(Math.max(sensitivity * (1 - sensitivity), 0.25 / positives) / positives),
      };
    });
    return { id, hue, e, simulated: found };
  });
}

export function noiseTable(found: readonly Noisy[]): Table {
  const rows = found.flatMap(({ id, e, simulated: drawn }): Cell[][] => [
    [
      words(`${id}, e ${e}: formula`),
      ...SENSITIVITIES.map((se) => exact(comp(id, P, test(se, 0.99), e).poolingSensitivity, 4)),
    ],
    [words('drawn'), ...drawn.map(({ sensitivity, error }) => simulated({ mean: sensitivity, error }, 4))],
    ...(e > 0
      ? [
          [
            words(`${id}, e 0: formula`),
            ...SENSITIVITIES.map((se) => exact(comp(id, P, test(se, 0.99)).poolingSensitivity, 4)),
          ],
        ]
      : []),
  ]);
  return { name: 'noise', columns: ['sensitivity of a pool’s test', ...SENSITIVITIES.map(String)], rows };
}

/** Lines by formula, points drawn; dotted the same designs when no negative pool is tolerated. */
export function noisePicture(found: readonly Noisy[]): string {
  const grid = Array.from({ length: 41 }, (_, i) => 0.8 + i * 0.005);
  const series = found.flatMap(({ id, hue, e, simulated: drawn }): Series[] => [
    {
      label: `${id}, e ${e}`,
      hue,
      points: grid.map((x) => ({ x, y: comp(id, P, test(x, 0.99), e).poolingSensitivity })),
    },
    {
      label: '',
      hue,
      width: 0,
      marks: true,
      points: SENSITIVITIES.map((x, i) => ({ x, y: drawn[i]?.sensitivity ?? Number.NaN })),
      intervals: drawn.map(({ sensitivity, error }) => ({
        low: sensitivity - 1.96 * error,
        high: sensitivity + 1.96 * error,
      })),
    },
    ...(e > 0
      ? [
          {
            label: `${id}, e 0`,
            hue,
            dash: 'dotted' as const,
            points: grid.map((x) => ({ x, y: comp(id, P, test(x, 0.99)).poolingSensitivity })),
          },
        ]
      : []),
  ]);
  return figure({
    title: 'Positives that reach their single test, when pools err',
    notes: [
      'Sp 0.99, prevalence 0.5 %. Lines: by formula. Points: simulated, with 95 % intervals.',
      'Dotted: the same design when no negative pool is tolerated (strict COMP).',
    ],
    description:
      'Share of positives not called negative against the sensitivity of a pool test, for four designs with and without tolerated errors.',
    panels: [
      {
        labelWidth: 180,
        labelSide: 'left',
        x: { label: 'sensitivity of a pool’s test', from: 0.8, to: 1, ticks: [0.8, 0.85, 0.9, 0.95, 1] },
        y: { label: 'share of the positives', from: 0.2, to: 1 },
        series,
      },
    ],
    panelWidth: 760,
    panelHeight: 430,
  });
}
