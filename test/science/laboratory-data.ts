import {
  builtInDesign,
  estimatePrevalence,
  poolDesign,
  type PoolOutcome,
  prepareDecoder,
  readCt,
  readingsOfCts,
} from '#lis/domain';
import { exact, type Table, words } from './cells.js';
import { referenceJson, referenceText } from './reference.js';
import { N0, N1 } from './shorthand.js';

/** Measured batches and worked examples of others, and what the decoders make of them. */
export function laboratoryTable(): Table {
  const rows = [...pbest(), ...cleary(), ...ceri()];
  return {
    name: 'laboratory',
    columns: ['data', 'published', 'ours'],
    rows: rows.map(([data, published, ours]) => [words(data), words(published), exact(ours)]),
  };
}
type Told = [data: string, published: string, ours: string];

const never = () => 0;
const of = (pools: number, positive: readonly number[]): PoolOutcome[] =>
  Array.from({ length: pools }, (_, pool) => (positive.includes(pool) ? 'positive' : 'negative'));

function pbest(): Told[] {
  const lines = referenceText('pbest/exp_two_carriers_ct.csv').trim().split('\n').slice(1);
  const cts = lines.map((line) => readCt(line.split(',')[1] ?? '', true, ['0']));
  const { outcomes } = readingsOfCts(cts, 40);
  const known = referenceJson<{ true_union_pools_1_based: number[] }>('pbest/expected.json');
  const decoder = (tolerated: number) =>
    prepareDecoder(builtInDesign('rs-384x48'), { tests: N1, priors: 2 / 384, tolerated });
  const plain = decoder(0).decode({ outcomes }, never);
  const presumptive = plain.calls.flatMap(({ call, specimen }) =>
    call === 'presumptive-positive' ? [specimen + 1] : [],
  );
  let lost = 0;
  let tried = 0;
  for (const tolerated of [1, 2])
    for (const pool of known.true_union_pools_1_based)
      for (const wrong of ['erased', 'negative'] as const) {
        const { calls } = decoder(tolerated).decode({ outcomes: outcomes.with(pool - 1, wrong) }, never);
        tried += 1;
        if ([71, 141].some((carrier) => calls[carrier]?.call === 'negative')) lost += 1;
      }
  return [
    ['P-BEST [6], 48 pools of 384: carriers', '72, 142', plain.best.map((one) => one + 1).join(', ')],
    ['the same: presumptive positive by the plain rule', '72, 142', presumptive.join(', ')],
    ['the same: falsely positive pool', '31', plain.unexplainedPools.map((pool) => pool + 1).join(', ')],
    [
      `one of the carriers' 11 pools lost or read negative, e 1 and 2`,
      '–',
      `carrier called negative in ${lost} of ${tried}`,
    ],
  ];
}

function cleary(): Told[] {
  const composition = referenceText('cleary-hyper/pool_composition.example_3.txt').trim().split('\n');
  const design = poolDesign({
    id: 'example-3',
    family: 'own',
    pools: 6,
    poolsOfSpecimen: composition.map((line) => line.split(',').map((pool) => Number(pool) - 1)),
  });
  const seen = referenceText('cleary-hyper/observations.positive_negative.example_3.txt').trim().split('\n');
  const positive = seen.flatMap((value, pool) => (value === '1' ? [pool] : []));
  const decoder = prepareDecoder(design, { tests: N0, priors: 0.01, tolerated: 0 });
  const left = decoder
    .decode({ outcomes: of(6, positive) }, never)
    .calls.flatMap(({ call, specimen }) => (call === 'negative' ? [] : [specimen + 1]));
  const expected = referenceJson<
    Record<string, { batch_size: number; expected_prevalence_percent: number; true_percent: number }>
  >('cleary-hyper/expected.json');
  const prevalence = ['example_1', 'example_2'].map((name): Told => {
    const cts = referenceText(`cleary-hyper/observations.Ct_values.${name}.txt`).trim().split('\n');
    const {
      batch_size: size = 0,
      expected_prevalence_percent: published = 0,
      true_percent: truth = 0,
    } = expected[name] ?? {};
    const counts = { size, pools: cts.length, positive: cts.filter((ct) => Number(ct) > 0).length, test: N0 };
    const { estimate, low, high } = estimatePrevalence([counts]);
    const percent = (p: number) => (100 * p).toFixed(4);
    return [
      `Cleary [7], ${name.replace('_', ' ')}: prevalence, % (truth ${truth})`,
      String(published),
      `${percent(estimate)} (${percent(low)} to ${percent(high)})`,
    ];
  });
  return [['Cleary [7], example 3: putative positives (truth 48)', '32, 48', left.join(', ')], ...prevalence];
}

function ceri(): Told[] {
  type Example = { group: number; positive_slices: number[]; expected_positive_samples: number[] };
  const { slices, examples } = referenceJson<{
    slices: Record<string, Record<string, number[]>>;
    examples: Example[];
  }>('ceri-hypercube/slices_and_examples.json');
  const held = examples.filter(
    ({ group, positive_slices: slicesPositive, expected_positive_samples: expected }) => {
      const cube = Object.values(slices[String(group)] ?? {});
      const poolsOfSpecimen = Array.from({ length: group }, (_, i) =>
        cube.flatMap((members, pool) => (members.includes(i + 1) ? [pool] : [])),
      );
      const design = poolDesign({ id: 'cube', family: 'own', pools: cube.length, poolsOfSpecimen });
      const decoder = prepareDecoder(design, { tests: N0, priors: 0.01, tolerated: 0 });
      const outcomes = of(
        cube.length,
        slicesPositive.map((slice) => slice - 1),
      );
      const left = decoder.decode({ outcomes }, never).calls.filter(({ call }) => call !== 'negative');
      const candidates = left.map(({ specimen }) => specimen + 1);
      return (
        expected.every((one) => candidates.includes(one)) && (expected.length > 1 || candidates.length === 1)
      );
    },
  );
  return [
    ['CERI-KRISP [5], worked examples of 3³ and 3⁴ that agree', String(examples.length), String(held.length)],
  ];
}
