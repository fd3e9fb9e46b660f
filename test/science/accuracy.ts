import {
  builtInDesign,
  type BuiltInDesignId,
  type PoolTest,
  prepareDecoder,
  seeded,
  simulateBatch,
} from '#lis/domain';
import { type Cell, type Counted, exact, measured, ratio, simulated, type Table, words } from './cells.js';
import { comp, N0, N1 } from './shorthand.js';
import { ACCURACY_OF_OTHERS } from './accuracy-of-others.js';

const PREVALENCES = [0.001, 0.005, 0.01, 0.02] as const;
const DESIGNS = { '384x48': 'rs-384x48', '961x93': 'triples-961x93' } as const;
/** Batches at each prevalence; a tenth of them in the small run. */
const BATCHES = [1000, 500, 200, 50] as const;

/** Accuracy of decoders on the two large designs: what others reach, what ours do. */
export function accuracyTables(share: number): Table[] {
  return Object.entries(DESIGNS).map(([size, id]): Table => {
    const noiseless = PREVALENCES.map((p, at) => simulate(id, p, N0, Math.ceil((BATCHES[at] ?? 0) * share)));
    const noisy = PREVALENCES.map((p, at) => simulate(id, p, N1, Math.ceil((BATCHES[at] ?? 0) * share)));
    const others = ACCURACY_OF_OTHERS.filter((one) => one.size === size);
    const rows: Cell[][] = [
      ...others.map(({ name, cells }) => [words(name), ...cells.map(words)]),
      [
        words('**ours**, COMP, N0: candidates of a batch (formula)'),
        ...PREVALENCES.map((p) => exact(n(id) * comp(id, p).retestsPerPerson, 2)),
      ],
      [
        words('COMP, N1: sensitivity (formula)'),
        ...PREVALENCES.map((p) => exact(comp(id, p, N1).poolingSensitivity, 3)),
      ],
      ...[1, 2].map((e) => [
        words(`COMP with up to ${e} negative, N1: sensitivity / tests per person (formula)`),
        ...PREVALENCES.map((p) => {
          const { poolingSensitivity, testsPerPerson } = comp(id, p, N1, e);
          return exact(`${poolingSensitivity.toFixed(3)} / ${testsPerPerson.toFixed(3)}`);
        }),
      ]),
      [words('most probable set, N0: sensitivity'), ...noiseless.map((one, at) => cell(id, at, one.found))],
      [
        words('most probable set, N0: whole batch right'),
        ...noiseless.map((one, at) => cell(id, at, one.right)),
      ],
      [
        words('N0: batches over the budget'),
        ...noiseless.map((one) => measured(`${(100 * one.over).toFixed(1)} %`)),
      ],
      [words('most probable set, N1: sensitivity'), ...noisy.map((one, at) => cell(id, at, one.found))],
      [words('most probable set, N1: whole batch right'), ...noisy.map((one, at) => cell(id, at, one.right))],
      [
        words('decoder, N1: positives not called negative'),
        ...noisy.map((one, at) => cell(id, at, one.kept)),
      ],
      [
        words('decoder, N1: negatives called positive, a batch'),
        ...noisy.map((one, at) => cell(id, at, one.accused)),
      ],
      [words('decoder, N1: tests per person'), ...noisy.map((one, at) => cell(id, at, one.tests))],
      [
        words('N1: batches over the budget'),
        ...noisy.map((one) => measured(`${(100 * one.over).toFixed(1)} %`)),
      ],
    ];
    return { name: `accuracy-${size}`, columns: ['decoder', '.1 %', '.5 %', '1 %', '2 %'], rows };
  });
}

const n = (id: BuiltInDesignId) => builtInDesign(id).specimens;

/** Where many batches are over the budget the figure is that of the others, and of the budget: it is not compared. */
function cell(id: BuiltInDesignId, at: number, batches: readonly Counted[]): Cell {
  const found = simulated(ratio(batches));
  const isBudgets = at >= 2 || (at === 1 && id === 'triples-961x93');
  return isBudgets ? measured(found.text) : found;
}

function simulate(id: BuiltInDesignId, p: number, noise: PoolTest, batches: number) {
  const design = builtInDesign(id);
  const decoder = prepareDecoder(design, { tests: noise, priors: p, method: 'search' });
  const priors = new Float64Array(design.specimens).fill(p);
  const random = seeded(`accuracy ${id} ${p} ${noise.sensitivity}`);
  const [found, right, kept, accused, tests]: Counted[][] = [[], [], [], [], []];
  let over = 0;
  for (let batch = 0; batch < batches; batch += 1) {
    const { truth, outcomes } = simulateBatch(design, priors, noise, random);
    const { kind, best, calls } = decoder.decode({ outcomes }, () => 0);
    const count = (call: string, isPositive: boolean) =>
      calls.filter((one) => one.call === call && truth.includes(one.specimen) === isPositive).length;
    kept?.push({ hit: truth.length - count('negative', true), of: truth.length });
    accused?.push({ hit: count('presumptive-positive', false), of: 1 });
    const undecided = calls.filter((one) => one.call !== 'negative').length;
    tests?.push({ hit: design.pools + undecided, of: design.specimens });
    if (kind !== 'posterior') {
      over += 1;
      continue;
    }
    found?.push({ hit: truth.filter((one) => best.includes(one)).length, of: truth.length });
    right?.push({ hit: best.join() === truth.join() ? 1 : 0, of: 1 });
  }
  const all = { found, right, kept, accused, tests } as Record<
    'found' | 'right' | 'kept' | 'accused' | 'tests',
    Counted[]
  >;
  return { ...all, over: over / batches };
}
