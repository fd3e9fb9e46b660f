import { type DesignCandidate, designCandidates, entropyBound, type LaboratoryTests } from '#lis/domain';
import { figure, type Hue, type Panel, type Series } from '#lis/pictures';
import { percent } from '../../input/numbers.js';

const PREVALENCES = Array.from({ length: 81 }, (_, i) => 10 ** (-4 + (i * Math.log10(0.3 / 1e-4)) / 80));

type Look = { readonly hue: Hue; readonly dash?: 'dashed' | 'dotted' };
const LOOKS: Readonly<Record<string, Look>> = {
  'hypercube-3^3-master': { hue: 'orange', dash: 'dashed' },
  'hypercube-3^4-master': { hue: 'orange' },
  'hypercube-3^3': { hue: 'red', dash: 'dashed' },
  'hypercube-3^4': { hue: 'red' },
  'array-8x12': { hue: 'green', dash: 'dashed' },
  'array-16x24': { hue: 'green' },
  'array-8x12-master': { hue: 'sky', dash: 'dashed' },
  'array-16x24-master': { hue: 'sky' },
  'hyper-96x16-q2': { hue: 'blue', dash: 'dotted' },
  'hyper-384x32-q2': { hue: 'blue', dash: 'dashed' },
  'hyper-384x48-q3': { hue: 'blue' },
  'rs-384x48': { hue: 'ink' },
  'triples-105x45': { hue: 'purple', dash: 'dashed' },
  'triples-961x93': { hue: 'purple' },
};

/** Tests per person over prevalence: left rounds that follow one another, right one round of pools and single retests. */
export function costChart(tests: LaboratoryTests, largestPool: number, notes: readonly string[]): string {
  const candidates = designCandidates(largestPool);
  const best = (family: DesignCandidate['family']) =>
    curve((p) =>
      Math.min(
        ...candidates.filter((one) => one.family === family).map((one) => one.cost(p, tests).testsPerPerson),
      ),
    );
  const of = (filter: (candidate: DesignCandidate) => boolean) =>
    candidates
      .filter((one) => filter(one) && one.id in LOOKS)
      .map((one): Series => ({
        label: one.id.replace('-master', ', master'),
        points: curve((p) => one.cost(p, tests).testsPerPerson),
        ...(LOOKS[one.id] ?? { hue: 'ink' }),
      }));
  const bound: Series[] = [
    { label: 'entropy of the answer', hue: 'grey', dash: 'dotted', points: curve(entropyBound) },
  ];
  const staged: Series[] = [
    { label: 'Dorfman, best size', hue: 'ink', points: best('dorfman') },
    { label: 'three stages, best sizes', hue: 'purple', points: best('hierarchical') },
  ].filter((series) => series.points.some(({ y }) => Number.isFinite(y))) as Series[];
  const panel = (title: string, series: readonly Series[]): Panel => ({
    title,
    labelWidth: 190,
    labelSide: 'left',
    x: {
      label: 'prevalence',
      from: 1e-4,
      to: 0.3,
      scale: 'log',
      format: percent,
      ticks: [1e-4, 1e-3, 1e-2, 0.1, 0.3],
    },
    y: {
      label: 'tests per person',
      from: 0.01,
      to: 1.25,
      scale: 'log',
      ticks: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1],
    },
    series,
  });
  return figure({
    title: 'Tests per person against prevalence',
    notes,
    description:
      'Expected tests per person of each design over prevalences from 0.01 % to 30 %, both axes logarithmic.',
    panelWidth: 600,
    panelHeight: 430,
    panels: [
      panel('several rounds', [...staged, ...of(({ stages }) => stages > 2), ...bound]),
      panel('one round of pools, then single retests', [...of(({ stages }) => stages === 2), ...bound]),
    ],
  });
}

const curve = (of: (p: number) => number) => PREVALENCES.map((x) => ({ x, y: of(x) }));
