import { builtInDesign, prepareDecoder, seeded, simulateBatch } from '#lis/domain';
import { figure, type Panel } from '#lis/pictures';
import { type Counted, ratio, simulated, type Table, words } from './cells.js';
import { N1 } from './shorthand.js';

const CASES = [
  { id: 'hypercube-3^4', p: 0.02, batches: 5000 },
  { id: 'hyper-96x16-q2', p: 0.02, batches: 2500 },
  { id: 'rs-384x48', p: 0.004, batches: 1500 },
  { id: 'triples-961x93', p: 0.003, batches: 600 },
] as const;

type Decile = { readonly said: readonly Counted[]; readonly were: readonly Counted[] };
export type Calibrated = { readonly id: string; readonly p: number; readonly deciles: readonly Decile[] };

/** By tenths of the posterior: what was said, and how many were positive. `share`: of the batches of the full run. */
export function calibrate(share: number): Calibrated[] {
  return CASES.map(({ id, p, batches }) => {
    const design = builtInDesign(id);
    const decoder = prepareDecoder(design, { tests: N1, priors: p });
    const random = seeded(`science calibration ${id}`);
    const priors = new Float64Array(design.specimens).fill(p);
    const deciles = Array.from({ length: 10 }, () => ({ said: [] as Counted[], were: [] as Counted[] }));
    for (let batch = 0; batch < Math.ceil(batches * share); batch += 1) {
      const { truth, outcomes } = simulateBatch(design, priors, N1, random);
      const decoded = decoder.decode({ outcomes }, () => 0);
      if (decoded.kind !== 'posterior') continue;
      const sums = deciles.map(() => ({ said: 0, were: 0, of: 0 }));
      for (const { specimen, posterior } of decoded.calls) {
        const sum = sums[Math.min(9, Math.floor((posterior ?? 0) * 10))];
        if (!sum) continue;
        sum.said += posterior ?? 0;
        sum.were += truth.includes(specimen) ? 1 : 0;
        sum.of += 1;
      }
      sums.forEach(({ said, were, of }, at) => {
        if (of === 0) return;
        deciles[at]?.said.push({ hit: said, of });
        deciles[at]?.were.push({ hit: were, of });
      });
    }
    return { id, p, deciles };
  });
}

export function calibrationTable(found: readonly Calibrated[]): Table {
  const rows = Array.from({ length: 10 }, (_, at) => [
    words(`${at / 10} to ${(at + 1) / 10}`),
    ...found.flatMap(({ deciles }) => {
      const { said = [], were = [] } = deciles[at] ?? {};
      return [simulated(ratio(said), 4), simulated(ratio(were), 4)];
    }),
  ]);
  const columns = found.flatMap(({ id, p }) => [`${id}, ${p * 100} %: said`, 'positive']);
  return { name: 'calibration', columns: ['posterior', ...columns], rows };
}

/** A panel for each design: what was said against what was, with 95 % intervals. */
export function calibrationPicture(found: readonly Calibrated[]): string {
  const panels = found.map(({ id, p, deciles }): Panel => {
    const points = deciles.flatMap(({ said, were }) => {
      const [x, y] = [ratio(said).mean, ratio(were)];
      if (!Number.isFinite(x)) return [];
      const interval = {
        low: Math.max(0, y.mean - 1.96 * y.error),
        high: Math.min(1, y.mean + 1.96 * y.error),
      };
      return [{ x, y: y.mean, interval }];
    });
    return {
      title: `${id}, prevalence ${p * 100} %`,
      labelWidth: 24,
      x: { label: 'posterior that was said', from: 0, to: 1 },
      y: { label: 'share that was positive', from: 0, to: 1 },
      series: [
        {
          label: '',
          hue: 'grey',
          dash: 'dotted',
          width: 1.5,
          points: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        },
        {
          label: '',
          hue: 'blue',
          width: 0,
          marks: true,
          points,
          intervals: points.map(({ interval }) => interval),
        },
      ],
    };
  });
  return figure({
    title: 'Are posteriors what they say?',
    notes: [
      'Simulated batches, Se 0.95, Sp 0.99, by tenths of the posterior; bars are 95 % intervals of the share',
      'that was positive, batches being what varies. On the dotted line both are equal.',
    ],
    description:
      'Calibration of posteriors for four designs: points lie on the diagonal within their intervals.',
    panels,
    columns: 2,
    panelWidth: 400,
    panelHeight: 340,
  });
}
