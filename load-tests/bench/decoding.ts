// How fast specimen pools are decoded: one core, warm; the bars are those of the decoders' description.
import {
  builtInDesign,
  capacityOf,
  type BuiltInDesignId,
  countNegatives,
  emptyEvidence,
  makeEliminator,
  makeBatchSearch,
  markSoleCandidates,
  planElimination,
  prepareDecoder,
  readEvidence,
  seeded,
  simulateBatch,
} from '#lis/domain';
import { decodingPeers } from './decoding/peers.js';
import { runQueueBench } from './decoding/queue-bench.js';

type Timed = { median: number; p95: number; max: number };
export type DecodingFigure = {
  figure: string;
  medianMs: number;
  p95Ms: number;
  maxMs: number;
  bar: string;
  ok: boolean;
};

const test = { sensitivity: 0.95, specificity: 0.99 };

/** Runs every batch in turn, a fifth of them first to warm up. Milliseconds. */
function time(batches: number, run: (batch: number) => void): Timed {
  for (let k = 0; k < batches / 5; k += 1) run(k);
  const found = Array.from({ length: batches }, (_, k) => {
    const from = performance.now();
    run(k);
    return performance.now() - from;
  }).sort((a, b) => a - b);
  const at = (share: number) => found[Math.floor(share * (found.length - 1))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}

function batchesOf(id: BuiltInDesignId, prevalence: number, count: number) {
  const design = builtInDesign(id);
  const random = seeded(`bench ${id} ${prevalence}`);
  const priors = new Float64Array(design.specimens).fill(prevalence);
  const tests = Array.from({ length: design.pools }, () => test);
  const batches = Array.from({ length: count }, () => {
    const { outcomes, truth } = simulateBatch(design, priors, test, random);
    const evidence = emptyEvidence(design.pools);
    readEvidence(design, tests, outcomes, [], evidence);
    return { outcomes, evidence, positives: truth.length };
  });
  return { design, priors, batches };
}

const peerBatches = (id: BuiltInDesignId, prevalence: number, count: number) => ({
  ...batchesOf(id, prevalence, count),
  name: `${id} at ${prevalence * 100} %`,
  prevalence,
});

const figure = (
  name: string,
  { median, p95, max }: Timed,
  medianBar: number,
  p95Bar?: number,
): DecodingFigure => ({
  figure: name,
  medianMs: Number(median.toFixed(4)),
  p95Ms: Number(p95.toFixed(4)),
  maxMs: Number(max.toFixed(3)),
  bar: p95Bar === undefined ? `median <= ${medianBar}` : `median <= ${medianBar}, p95 <= ${p95Bar}`,
  ok: median <= medianBar && (p95Bar === undefined || p95 <= p95Bar),
});

/** COMP, DD and the counts of negative pools, without calls or posteriors. */
function combinatorial(id: BuiltInDesignId): DecodingFigure {
  const { design, batches } = batchesOf(id, 0.01, 500);
  const counts = new Uint16Array(design.specimens);
  const sole = new Uint8Array(design.specimens);
  const timed = time(2000, (k) => {
    const { state } = batches[k % batches.length]!.evidence;
    countNegatives(design, state, counts);
    markSoleCandidates(design, state, counts, 1, sole);
  });
  return figure(`comp+dd ${id}`, timed, 0.05);
}

/** The exact posterior of all specimens, without calls. */
function posterior(id: BuiltInDesignId, bar: number, rounds: number): DecodingFigure {
  const { design, priors, batches } = batchesOf(id, 0.01, 200);
  const plan = planElimination(design);
  if (!plan) throw new Error(`${id} has no exact plan`);
  const eliminate = makeEliminator(plan, design.specimens);
  const timed = time(rounds, (k) => {
    const { ifClear, ifPositive } = batches[k % batches.length]!.evidence;
    eliminate(priors, ifClear, ifPositive);
  });
  return figure(`exact posterior ${id}`, timed, bar);
}

/** The proof of the least cost, and the whole decode by search with its budget of 250 ms. */
function searched(id: BuiltInDesignId, prevalence: number, bars: [number, number], rounds: number) {
  const { design, priors, batches } = batchesOf(id, prevalence, rounds);
  const search = makeBatchSearch(design, priors);
  let unproven = 0;
  const proof = time(rounds, (k) => {
    const { ifClear, ifPositive } = batches[k]!.evidence;
    const start = performance.now();
    const budget = { work: 1e9, late: () => performance.now() - start > 1000, spent: 'no' as const };
    if (search.prove(ifClear, ifPositive, budget) === null) unproven += 1;
  });
  const decoder = prepareDecoder(design, { tests: test, priors });
  let flagged = 0;
  let overCapacity = 0;
  let count = 0;
  const whole = time(rounds, (k) => {
    const { kind } = decoder.decode({ outcomes: batches[k]!.outcomes }, () => performance.now());
    count += 1;
    if (kind === 'posterior') return;
    flagged += 1;
    if (batches[k]!.positives > capacityOf(design)) overCapacity += 1;
  });
  const name = `${id} at ${prevalence * 100} %`;
  return [
    { ...figure(`least cost proven ${name}`, proof, ...bars), unproven },
    {
      ...figure(`posteriors and calls ${name}`, whole, 250, 275),
      flaggedShare: flagged / count,
      // of all batches: those whose true positives are beyond the design's capacity, and which raise an alert anyhow
      flaggedOverCapacity: overCapacity / count,
    },
  ];
}

/**
 * Runs every figure. `rounds` (1,000 unless told) batches of each search, as many through the queue and a hundred times as many swab
 * pools. @returns one line with `ok` of all
 */
export async function runDecodingBench({ rounds = 1000 }: { rounds?: number } = {}): Promise<
  Record<string, unknown>
> {
  const before = process.memoryUsage().rss;
  const figures = [
    ...(['array-8x12', 'hypercube-3^4', 'hyper-384x32-q2', 'rs-384x48', 'triples-961x93'] as const).map(
      combinatorial,
    ),
    posterior('hypercube-3^3', 0.05, 3000),
    posterior('hypercube-3^4', 0.8, 1000),
    posterior('hyper-96x16-q2', 8, 500),
    posterior('array-8x12', 0.8, 1000),
    posterior('array-16x24', 400, 10),
    ...searched('rs-384x48', 0.01, [0.3, 40], rounds),
    ...searched('rs-384x48', 0.005, [0.3, 40], rounds),
    ...searched('rs-384x48', 0.001, [0.3, 40], rounds),
    ...searched('triples-961x93', 0.005, [0.1, 8], rounds),
    ...searched('triples-961x93', 0.001, [0.1, 8], rounds),
  ];
  const grownMb = Math.round((process.memoryUsage().rss - before) / 1e6);
  const peers = decodingPeers(peerBatches('rs-384x48', 0.01, 300), peerBatches('rs-384x48', 0.005, 40));
  const queue = await runQueueBench({ batches: rounds });
  return {
    bench: 'decoding',
    ok: queue.ok && figures.every(({ ok }) => ok),
    figures,
    grownMb,
    peers,
    queue,
  };
}
