import type { PoolDesign } from '../../pool-design/pool-design.js';
import { openReadings, type BatchAlert } from './calls/batch-alerts.js';
import { callSpecimens, retestOrder } from './calls/call-specimens.js';
import { makeLooker, type BatchLook } from './batch-look.js';
import { callEvidence, type CallEvidence } from './calls/call-evidence.js';
import { makePoolFacts, type PoolFacts } from './calls/pool-facts.js';
import {
  DECODER_VERSION,
  type BatchReadings,
  type Decoded,
  type DecoderSettings,
  type PoolState,
} from './decoder-settings.js';
import { rulesOf } from './decoder-rules.js';
import { checkPriors, checkTests, ERASED, GREY, POSITIVE } from './evidence.js';
import { prepareRunnersUp } from './explanations/runner-up.js';
import { limitOfMean } from './mean-of-misses.js';

export type Decoder = {
  readonly design: PoolDesign;
  /** Calls a batch. `now` is a clock in milliseconds that only goes forward; it guards the budget and is in no answer. */
  decode(readings: BatchReadings, now: () => number): Decoded;
  /** The same batch again, told for one specimen: what its call rests on, of negatives the runner-up too. */
  explain(readings: BatchReadings, specimen: number, now: () => number): CallEvidence;
};

const STATES: readonly PoolState[] = ['negative', 'positive', 'erased', 'grey'];

/**
 * Makes the decoder of a design once: tables, plans and memory are held by it and used again by every batch, so that a decode
 * allocates little and memory stays flat. One decoder works on one batch at a time.
 * @throws RangeError when settings are impossible, or the method asked for cannot do the design
 */
export function prepareDecoder(design: PoolDesign, settings: DecoderSettings): Decoder {
  const tests = checkTests(design, settings.tests);
  const priors = checkPriors(design, settings.priors);
  const rules = rulesOf(design, settings);
  const { look, method } = makeLooker(design, tests, priors, settings);
  const factsOf = makePoolFacts(design, rules.mostTolerated);
  const leastPrior = priors.reduce((least, p) => (p > 0 ? Math.min(least, p) : least), 1);

  const decode = (readings: BatchReadings, now: () => number): Decoded =>
    decided(readings, look(readings, now, false));
  const decided = (readings: BatchReadings, seen: BatchLook): Decoded => {
    const { state, kind, best, listed, walk } = seen;
    const posterior = kind === 'posterior' ? seen.marginals : null;
    const facts = factsOf(state);
    const { unexplained, contradicted } = openReadings(design, state, best);

    const alerts = new Set<BatchAlert>();
    if (readings.controlFailed === true) alerts.add('failed-control');
    if (kind === 'budget' || kind === 'contradiction') alerts.add(kind);
    if (posterior === null ? facts.strays > 0 : unexplained.length > 0) alerts.add('unexplained-pool');
    if (posterior !== null && contradicted.length > rules.mostTolerated) alerts.add('contradicted-negatives');
    if (best.length > rules.capacity) alerts.add('over-capacity');
    if (seen.logEvidence !== null && seen.logEvidence < (settings.evidenceFloor ?? -Infinity))
      alerts.add('improbable-readings');
    if (seen.ct !== null && seen.ct.inconsistentPools.length > 0) alerts.add('inconsistent-ct');
    if (seen.ct !== null && seen.ct.mismatchedPools.length > 0) alerts.add('mismatched-ct');
    const masterOnly = readings.master === 'negative' && readings.outcomes.every((one) => one === 'erased');
    if (readings.master === 'negative' && state.some((reading) => reading === POSITIVE || reading === GREY))
      alerts.add('discrepant-master');

    const ones = new Uint16Array(design.specimens).fill(1);
    const calls = callSpecimens(
      {
        ...facts,
        ...(masterOnly ? { negatives: ones, valid: ones } : {}),
        posterior,
        limit: seen.limit,
        runnerUp: walk === null ? () => null : prepareRunnersUp(listed, walk),
        ct: (specimen) => {
          if (seen.ct === null) return null;
          const without = seen.plain === null ? null : seen.plain[specimen]!;
          return { posteriorWithout: without, own: seen.ownCts.get(specimen) ?? null };
        },
      },
      masterOnly ? rules.masterOnly : { ...rules.calls, mostForNegative: mostForNegative(facts, seen.limit) },
      !alerts.has('over-capacity'),
    );
    return {
      version: DECODER_VERSION,
      designId: design.id,
      kind,
      method,
      calls,
      alerts: [...alerts].sort(),
      negativesMayLeave: alerts.size === 0,
      logEvidence: posterior === null ? null : seen.logEvidence,
      pools: Array.from(state, (one) => STATES[one] ?? STATES[ERASED]!),
      retests: retestOrder(calls),
      ct: seen.ct,
      best: posterior === null ? [] : best,
      alternatives: posterior === null ? [] : seen.alternatives,
      unexplainedPools: posterior === null ? [] : unexplained,
      contradictedPools: posterior === null ? [] : contradicted,
    };
  };
  /** τN of the batch at hand. */
  const mostForNegative = (facts: PoolFacts, limit: Float64Array | null): number => {
    const { oneIsEnough, tolerated, mostForNegative: most } = rules.calls;
    if (limit === null || settings.missesAre !== 'mean') return most;
    const eligible = [...oneIsEnough.keys()].filter(
      (i) => oneIsEnough[i] === 0 && facts.reopened[i] === 0 && facts.negatives[i]! > tolerated[i]!,
    );
    return limitOfMean(limit, eligible, most, leastPrior);
  };
  const explain = (readings: BatchReadings, specimen: number, now: () => number): CallEvidence => {
    const seen = look(readings, now, true);
    const decoded = decided(readings, seen);
    const runnerUp = seen.walk === null ? null : prepareRunnersUp(seen.listed, seen.walk)(specimen);
    return callEvidence(design, readings, decoded, specimen, runnerUp);
  };
  return { design, decode, explain };
}
