import type { PoolDesign } from '../../pool-design/pool-design.js';
import { capacityOf, openReadings, toleratedOf, weightOf, type BatchAlert } from './calls/batch-alerts.js';
import { callSpecimens } from './calls/call-specimens.js';
import { countNegatives, countValid, markSoleCandidates } from './combinatorial/count-negatives.js';
import {
  DECODER_VERSION,
  type BatchReadings,
  type Decoded,
  type DecoderSettings,
} from './decoder-settings.js';
import { checkPriors, checkTests, emptyEvidence, ERASED, GREY, POSITIVE, readEvidence } from './evidence.js';
import { limitOfMean } from './mean-of-misses.js';
import { makePosteriorMaker, type PosteriorMaker } from './posterior-maker.js';

export type Decoder = {
  readonly design: PoolDesign;
  /** Calls a batch. `now` is a clock in milliseconds that only goes forward; it guards the budget and is in no answer. */
  decode(readings: BatchReadings, now: () => number): Decoded;
};

/**
 * Makes the decoder of a design once: tables, plans and memory are held by it and used again by every batch, so that a decode
 * allocates little and memory stays flat. One decoder works on one batch at a time.
 * @throws RangeError when settings are impossible, or the method asked for cannot do the design
 */
export function prepareDecoder(design: PoolDesign, settings: DecoderSettings): Decoder {
  const tests = checkTests(design, settings.tests);
  const priors = checkPriors(design, settings.priors);
  const posteriorMaker: PosteriorMaker = makePosteriorMaker(design, priors, settings);
  const { specimens: n } = design;
  const evidence = emptyEvidence(design.pools);
  const weight = Uint16Array.from({ length: n }, (_, i) => design.poolStart[i + 1]! - design.poolStart[i]!);
  const mostTolerated = settings.tolerated ?? toleratedOf(weightOf(design));
  if (!Number.isInteger(mostTolerated) || mostTolerated < 0 || mostTolerated > 200)
    throw new RangeError(`${design.id}: tolerates ${mostTolerated}`);
  const rules = {
    tolerated: Uint8Array.from(weight, (w) => settings.tolerated ?? toleratedOf(w)),
    mostForNegative: (settings.missesPer100000 ?? 1) / 100_000,
    leastForPositive: settings.leastForPositive ?? 0.99,
  };
  if (!(rules.mostForNegative >= 0 && rules.leastForPositive > 0.5))
    throw new RangeError(`${design.id}: thresholds ${rules.mostForNegative}, ${rules.leastForPositive}`);
  const leastPrior = priors.reduce((least, p) => (p > 0 ? Math.min(least, p) : least), 1);
  const capacity = settings.capacity ?? capacityOf(design);
  const negatives = new Uint16Array(n);
  const valid = new Uint16Array(n);
  const sole = new Uint8Array(n);
  const grey = new Uint8Array(n);

  const decode = (readings: BatchReadings, now: () => number): Decoded => {
    readEvidence(design, tests, readings.outcomes, readings.grey ?? [], evidence);
    const { state } = evidence;
    countNegatives(design, state, negatives);
    countValid(design, state, valid);
    const strays = markSoleCandidates(design, state, negatives, mostTolerated, sole);
    markGrey(design, state, grey);
    const found = posteriorMaker.make(evidence, readings.master ?? 'erased', now);
    const posterior = found.kind === 'posterior' && sane(found.marginals) ? found.marginals : null;
    const kind = found.kind === 'posterior' && posterior === null ? 'contradiction' : found.kind;
    const { unexplained, contradicted } = openReadings(design, state, found.best);

    const alerts = new Set<BatchAlert>();
    if (readings.controlFailed === true) alerts.add('failed-control');
    if (kind === 'budget' || kind === 'contradiction') alerts.add(kind);
    if (posterior === null ? strays > 0 : unexplained.length > 0) alerts.add('unexplained-pool');
    if (posterior !== null && contradicted.length > mostTolerated) alerts.add('contradicted-negatives');
    if (found.best.length > capacity) alerts.add('over-capacity');
    if (posterior !== null && found.logEvidence < (settings.evidenceFloor ?? -Infinity))
      alerts.add('improbable-readings');

    const masterOnly = readings.master === 'negative' && state.every((reading) => reading === ERASED);
    if (readings.master === 'negative' && state.some((reading) => reading === POSITIVE || reading === GREY))
      alerts.add('discrepant-master');
    const facts = { weight, negatives, valid, sole, grey, posterior };
    // the master pool alone is a stage of weight one: its valid negative reading is enough, as in a Dorfman pool
    const calls = masterOnly
      ? callSpecimens(
          { ...facts, weight: ones(n), negatives: ones(n), valid: ones(n) },
          { ...rules, tolerated: new Uint8Array(n) },
          true,
        )
      : callSpecimens(facts, { ...rules, mostForNegative: limitOf(posterior) }, !alerts.has('over-capacity'));
    return {
      version: DECODER_VERSION,
      designId: design.id,
      kind,
      method: posteriorMaker.method,
      calls,
      alerts: [...alerts].sort(),
      negativesMayLeave: alerts.size === 0,
      logEvidence: posterior === null ? null : found.logEvidence,
      best: posterior === null ? [] : found.best,
      alternatives: posterior === null ? [] : found.alternatives,
      unexplainedPools: posterior === null ? [] : unexplained,
      contradictedPools: posterior === null ? [] : contradicted,
    };
  };
  /** τN of the batch at hand. */
  const limitOf = (posterior: Float64Array | null): number => {
    if (posterior === null || settings.missesAre !== 'mean') return rules.mostForNegative;
    const eligible = [...weight.keys()].filter((i) => weight[i]! > 1 && negatives[i]! > rules.tolerated[i]!);
    return limitOfMean(posterior, eligible, rules.mostForNegative, leastPrior);
  };
  return { design, decode };
}

const ones = (n: number) => new Uint16Array(n).fill(1);

/** A chance that is none makes the whole answer void: nothing is called on arithmetic that failed. */
function sane(marginals: Float64Array): boolean {
  return marginals.every((pi) => pi >= 0 && pi <= 1);
}

function markGrey(design: PoolDesign, state: Uint8Array, grey: Uint8Array): void {
  grey.fill(0);
  for (let pool = 0; pool < design.pools; pool += 1) {
    if (state[pool] !== GREY) continue;
    for (let at = design.specimenStart[pool]!; at < design.specimenStart[pool + 1]!; at += 1)
      grey[design.specimenOf[at]!] = 1;
  }
}
