import { cpus } from 'node:os';
import {
  builtInDesign,
  type BuiltInDesignId,
  type DecoderSettings,
  prepareDecoder,
  seeded,
  simulateBatch,
} from '#lis/domain';
import { figure, type Hue, type Series } from '#lis/pictures';
import { measured, type Table, words } from './cells.js';
import { N1 } from './shorthand.js';

type Case = {
  id: BuiltInDesignId;
  p: number;
  batches: number;
  hue: Hue;
  dash?: 'dashed' | 'dotted';
  method?: 'combinatorial';
};
const CASES: readonly Case[] = [
  { id: 'hypercube-3^3', p: 0.01, batches: 2000, hue: 'orange', dash: 'dashed' },
  { id: 'hypercube-3^4', p: 0.01, batches: 1500, hue: 'orange' },
  { id: 'array-8x12', p: 0.01, batches: 1500, hue: 'green' },
  { id: 'hyper-96x16-q2', p: 0.01, batches: 750, hue: 'sky' },
  { id: 'rs-384x48', p: 0.001, batches: 1500, hue: 'ink', dash: 'dotted' },
  { id: 'rs-384x48', p: 0.005, batches: 1500, hue: 'ink', dash: 'dashed' },
  { id: 'rs-384x48', p: 0.01, batches: 1000, hue: 'ink' },
  { id: 'triples-961x93', p: 0.001, batches: 1000, hue: 'purple', dash: 'dotted' },
  { id: 'triples-961x93', p: 0.005, batches: 1000, hue: 'purple' },
  { id: 'triples-961x93', p: 0.005, batches: 1000, hue: 'blue', method: 'combinatorial' },
];

export type Timed = {
  readonly label: string;
  readonly hue: Hue;
  readonly dash?: 'dashed' | 'dotted';
  readonly sorted: readonly number[];
  readonly over: number;
};

/**
 * Milliseconds of whole decodes (posteriors and calls), warm: of three decodes of a batch the least, of wall clock and the process's own
 * CPU time the lesser, so that other load on the machine is not in it. The search's budget is in CPU time too.
 */
export function timeDecoders(share: number): Timed[] {
  return CASES.map(({ id, p, batches, hue, dash, method }) => {
    const design = builtInDesign(id);
    const settings: DecoderSettings = { tests: N1, priors: p, ...(method ? { method } : {}) };
    const decoder = prepareDecoder(design, settings);
    const random = seeded(`science latency ${id} ${p}`);
    const priors = new Float64Array(design.specimens).fill(p);
    const times: number[] = [];
    let over = 0;
    const count = Math.ceil(batches * share);
    for (let batch = -Math.ceil(count / 5); batch < count; batch += 1) {
      const { outcomes } = simulateBatch(design, priors, N1, random);
      let least = Infinity;
      let isOver = false;
      for (let turn = 0; turn < (batch < 0 ? 1 : 3); turn += 1) {
        const [wall, cpu] = [performance.now(), cpuTime()];
        const { kind } = decoder.decode({ outcomes }, cpuTime);
        least = Math.min(least, performance.now() - wall, cpuTime() - cpu);
        isOver = kind === 'budget';
      }
      if (batch < 0) continue;
      times.push(least);
      if (isOver) over += 1;
    }
    const label = `${id}, ${p * 100} %${method ? ', COMP and DD alone' : ''}`;
    return { label, hue, ...(dash ? { dash } : {}), sorted: times.sort((a, b) => a - b), over: over / count };
  });
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const PERCENTS = [50, 90, 99, 99.9];
const at = (sorted: readonly number[], percent: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? Number.NaN;
const milliseconds = (value: number) => (value < 1 ? value.toFixed(3) : value.toPrecision(3));

export function latencyTable(found: readonly Timed[]): Table {
  const rows = found.map(({ label, sorted, over }) => [
    words(label),
    ...PERCENTS.map((percent) => measured(milliseconds(at(sorted, percent)))),
    measured(milliseconds(sorted.at(-1) ?? Number.NaN)),
    measured(`${(100 * over).toFixed(1)} %`),
  ]);
  return {
    name: 'latency',
    columns: [
      'design and prevalence',
      ...PERCENTS.map((percent) => `${percent} %`),
      'longest',
      'over the budget',
    ],
    rows,
  };
}

export const machine = (): string =>
  `Node ${process.versions.node}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, one thread`;

/** Times by the share of batches that took no longer: to the right the slow ones, each mark ten times rarer. */
export function latencyPicture(found: readonly Timed[]): string {
  const places = Array.from({ length: 61 }, (_, i) => 10 ** (-i / 20));
  const series = found.map(({ label, hue, dash, sorted }): Series => {
    // a percentile that fewer than three batches are beyond is chance
    const points = places
      .filter((beyond) => beyond * sorted.length >= 3 && beyond < 1)
      .map((beyond) => ({ x: 1 / beyond, y: at(sorted, 100 * (1 - beyond)) }));
    return { label, hue, points, ...(dash ? { dash } : {}) };
  });
  return figure({
    title: 'How long a batch is decoded: the slow ones count',
    notes: [
      `Posteriors and calls of simulated batches, Se 0.95, Sp 0.99, best of three; ${machine()}.`,
      'The search ends at 250 ms and hands out a flagged answer of pools alone.',
    ],
    description: 'Percentiles of decoding time for ten designs and prevalences, both axes logarithmic.',
    panels: [
      {
        labelWidth: 290,
        x: {
          label: 'share of the batches that took no longer',
          from: 1,
          to: 1000,
          scale: 'log',
          ticks: [2, 10, 100, 1000],
          format: (beyond) => `${Number((100 - 100 / beyond).toPrecision(4))} %`,
        },
        y: { label: 'milliseconds', from: 0.005, to: 500, scale: 'log', ticks: [0.01, 0.1, 1, 10, 100, 250] },
        series,
      },
    ],
    panelWidth: 960,
    panelHeight: 460,
  });
}
