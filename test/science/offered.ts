import { type BuiltInDesignId, entropyBound } from '#lis/domain';
import { type Cell, exact, type Table, words } from './cells.js';
import { bestDorfman, comp, stages } from './shorthand.js';

const PREVALENCES = [0.001, 0.005, 0.01, 0.02, 0.05];
/** Best three stages up to 64 at these prevalences, as published in the table that this one is compared with. */
const THREE = [
  [64, 8, 1],
  [36, 6, 1],
  [25, 5, 1],
  [16, 4, 1],
  [9, 3, 1],
] as const;

/** Tests per person of what is offered, by tests that never err, published beside ours. */
export function offeredTable(): Table {
  const by = (id: BuiltInDesignId) => (p: number) => comp(id, p).testsPerPerson;
  const lines: [string, (p: number, at: number) => number, readonly string[]][] = [
    ['entropy bound', (p) => entropyBound(p), ['.0114', '.0454', '.0808', '.1414', '.2864']],
    [
      'Dorfman, k 10',
      (p) => stages([10, 1], p).testsPerPerson,
      ['.1100', '.1489', '.1956', '.2829', '.5013'],
    ],
    [
      'Dorfman, best size',
      (p) => bestDorfman(p).testsPerPerson,
      ['.0628', '.1391', '.1956', '.2742', '.4262'],
    ],
    [
      'three stages: 64:8, 36:6, 25:5, 16:4, 9:3',
      (p, at) => stages(THREE[at] ?? [1], p).testsPerPerson,
      ['.0314', '.0849', '.1334', '.2092', '.3770'],
    ],
    ['hypercube 3³, master', by('hypercube-3^3-master'), ['.0470', '.0851', '.1297', '.2104', '.4087']],
    ['hypercube 3⁴, master', by('hypercube-3^4-master'), ['.0251', '.0725', '.1273', '.2350', '.5741']],
    ['array 8 × 12', by('array-8x12'), ['.2094', '.2152', '.2254', '.2541']],
    ['HYPER 384 × 32', by('hyper-384x32-q2'), ['.0848', '.1001', '.1355', '.2387']],
    ['P-BEST 384 × 48', by('rs-384x48'), ['.1260', '.1308', '.1442', '.2262']],
    ['triples 961 × 93', by('triples-961x93'), ['.0978', '.1045', '.1242', '.2088']],
  ];
  const rows = lines.map(([name, cost, published]): Cell[] => [
    words(name),
    ...PREVALENCES.flatMap((p, at) => {
      const theirs = published[at];
      return theirs === undefined
        ? [words('–'), exact(cost(p, at), 4)]
        : [words(theirs), exact(cost(p, at), 4)];
    }),
  ]);
  const columns = PREVALENCES.flatMap((p) => [`${p * 100} %`, 'ours']);
  return { name: 'offered', columns: ['tests per person at', ...columns], rows };
}
