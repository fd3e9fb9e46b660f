import type { PoolDesign, PoolTest } from '../../pool-design/pool-design.js';
import { makeMakerByCount } from './closed-forms/maker-by-count.js';
import { softenByCts } from './ct/ct-reading.js';
import { checkCtModel } from './ct/ct-model.js';
import { prepareComparing } from './ct/compare-pools.js';
import { weighBatch } from './ct/weigh-batch.js';
import { prepareWeighing } from './ct/weigh-explanation.js';
import type { BatchReadings, CtFindings, Decoded, DecodeKind, DecoderSettings } from './decoder-settings.js';
import { emptyEvidence, ERASED, NEGATIVE, readEvidence, type PoolEvidence } from './evidence.js';
import { prepareJoint } from './explanations/joint.js';
import { listExplanations, type Explanation } from './explanations/list-explanations.js';
import { prepareWalk, walkOf, type Walk } from './explanations/walk.js';
import { masterLikelihood } from './master-likelihood.js';
import { makePosteriorMaker } from './posterior-maker.js';

/** A batch as it is seen by its outcomes and, when there are any, by its Ct values. */
export type BatchLook = {
  readonly kind: DecodeKind;
  /** NEGATIVE, POSITIVE, ERASED or GREY by pool, as the calls take them */
  readonly state: Uint8Array;
  readonly marginals: Float64Array;
  /** the posterior without Ct; null when none stands */
  readonly plain: Float64Array | null;
  /** what limits negatives: the larger of both posteriors, whichever stand */
  readonly limit: Float64Array | null;
  readonly logEvidence: number | null;
  readonly best: readonly number[];
  readonly listed: readonly Explanation[];
  /** from one explanation to another; null where none was listed */
  readonly walk: Walk | null;
  readonly alternatives: Decoded['alternatives'];
  readonly ct: CtFindings | null;
  readonly ownCts: ReadonlyMap<number, number>;
};

/** How a posterior came out of one reading of the pools. */
type Made = Pick<BatchLook, 'kind' | 'marginals' | 'alternatives'> & {
  readonly logEvidence: number;
  readonly best: readonly number[];
};

/** This many alternatives are handed out with a decode. */
const ALTERNATIVES = 8;
const UNSURE = 0.001;

/** Prepares the looking at batches of a design: posterior, explanations, and what Ct values make of them. */
export function makeLooker(
  design: PoolDesign,
  tests: readonly PoolTest[],
  priors: Float64Array,
  settings: DecoderSettings,
) {
  const { sensitivityByPositives: table, loads } = settings;
  if (settings.ct) checkCtModel(design, settings.ct);
  const counted =
    table && settings.method !== 'combinatorial' ? makeMakerByCount(design, priors, settings, table) : null;
  const maker = counted?.maker ?? makePosteriorMaker(design, priors, settings);
  const jointOf = prepareJoint(design, priors, loads);
  const isQuick = !loads && !counted;
  const quickWalk = prepareWalk(design, priors);
  const plainEvidence = emptyEvidence(design.pools);
  const softEvidence = emptyEvidence(design.pools);

  const make = (
    evidence: PoolEvidence,
    { master = 'erased' }: BatchReadings,
    now: () => number,
    began: number,
  ): Made => {
    const made = maker.make(evidence, master, now, began);
    const sound = made.kind !== 'posterior' || made.marginals.every((pi) => pi >= 0 && pi <= 1);
    // a chance that is none makes the whole answer void: nothing is called on arithmetic that failed
    const kind = sound ? made.kind : 'contradiction';
    return { ...made, kind, marginals: Float64Array.from(made.marginals) };
  };

  const listOf = (
    made: Made,
    evidence: PoolEvidence,
    { master = 'erased' }: BatchReadings,
    always: boolean,
  ) => {
    const isClear = evidence.state.every((one) => one === NEGATIVE || one === ERASED);
    const isSure = isClear && master === 'erased' && made.marginals.every((pi) => pi < UNSURE);
    if (made.kind !== 'posterior' || (isSure && !always))
      return { walk: null, listed: [{ specimens: [], log: 0 }] };
    const batch = { evidence, byCount: counted?.byCount, master: masterLikelihood(design, settings, master) };
    const joint = jointOf(batch);
    const known = maker.method === 'search' ? made.best : null;
    const walk = isQuick ? quickWalk(batch) : walkOf(joint);
    return { walk, listed: listExplanations(made.marginals, joint, walk, known, isQuick) };
  };

  /** `always`: explanations are listed even where nothing is unsure */
  const look = (readings: BatchReadings, now: () => number, always: boolean): BatchLook => {
    const began = now();
    const { outcomes, grey = [], cts } = readings;
    readEvidence(design, tests, outcomes, grey, plainEvidence);
    const plain = make(plainEvidence, readings, now, began);
    if (!cts) {
      const { walk, listed } = listOf(plain, plainEvidence, readings, always);
      const stands = plain.kind === 'posterior' ? plain.marginals : null;
      return {
        ...plain,
        state: plainEvidence.state,
        plain: stands,
        limit: stands,
        best: listed[0]?.specimens ?? [],
        listed,
        walk,
        alternatives: alternativesOf(plain, listed),
        ct: null,
        ownCts: new Map(),
      };
    }
    return lookAtCts(readings, cts, plain, now, began, always);
  };

  const lookAtCts = (
    readings: BatchReadings,
    cts: NonNullable<BatchReadings['cts']>,
    plain: Made,
    now: () => number,
    began: number,
    always: boolean,
  ): BatchLook => {
    const model = settings.ct;
    if (!model) throw new RangeError(`${design.id}: Ct values without a model of them`);
    const softened = softenByCts(readings.outcomes, cts, model);
    const grey = [...(readings.grey ?? []), ...softened.grey].sort((a, b) => a.trust - b.trust);
    readEvidence(design, tests, softened.outcomes, grey, softEvidence);
    const { state } = softEvidence;
    const same = state.every(
      (one, t) => one === plainEvidence.state[t] && softEvidence.trust[t] === plainEvidence.trust[t],
    );
    const soft = same || plain.kind !== 'posterior' ? plain : make(softEvidence, readings, now, began);
    const plainStands = plain.kind === 'posterior' ? plain.marginals : null;
    const { walk, listed } = listOf(soft, softEvidence, readings, always);
    const usable = (pool: number) => state[pool] !== ERASED;
    const weigh = prepareWeighing(design, cts, model, usable);
    const findApart = prepareComparing(design, cts, model, usable);
    const weighed = weighBatch(soft.marginals, soft.logEvidence, listed, weigh, findApart);
    const withCt = soft.kind === 'posterior' ? weighed.marginals : null;
    const own = weighed.ofBest.specimenCts.flatMap(({ specimen, ct }) =>
      ct === null ? [] : [[specimen, ct] as const],
    );
    return {
      ...soft,
      kind: plain.kind === 'posterior' ? soft.kind : plain.kind,
      state,
      marginals: withCt ?? soft.marginals,
      plain: plainStands,
      limit: larger(plainStands, withCt),
      logEvidence: plainStands === null ? null : plain.logEvidence,
      best: weighed.best,
      listed,
      walk,
      alternatives: alternativesOf(soft, listed),
      ct: {
        weighedShare: soft.kind === 'posterior' ? weighed.weighedShare : 0,
        inconsistentPools: weighed.inconsistent,
        mismatchedPools: softened.mismatched,
      },
      ownCts: new Map(own),
    };
  };
  return { look, method: maker.method };
}

function larger(one: Float64Array | null, other: Float64Array | null): Float64Array | null {
  if (one === null || other === null) return one ?? other;
  return one.map((pi, i) => Math.max(pi, other[i]!));
}

/** Those of the search, which lists all within its reach; else those that were listed beside the exact sum. */
function alternativesOf(made: Made, listed: readonly Explanation[]): Decoded['alternatives'] {
  const best = listed[0];
  if (made.alternatives.length > 0 || !best || made.kind !== 'posterior') return made.alternatives;
  return listed.slice(1, 1 + ALTERNATIVES).map(({ specimens, log }) => ({
    above: best.log - log,
    instead: specimens.filter((one) => !best.specimens.includes(one)),
    of: best.specimens.filter((one) => !specimens.includes(one)),
  }));
}
