import type { PoolDesign, PoolOutcome, PoolTest } from '../../pool-design/pool-design.js';
import type { Decoded, DecoderSettings, DecodeKind } from './decoder-settings.js';
import type { PoolEvidence } from './evidence.js';
import { makeEliminator, type Eliminator } from './exact/eliminate.js';
import { planElimination } from './exact/elimination-plan.js';
import { addMasterPool } from './exact/master-pool.js';
import { makeTwoLoadEliminator } from './exact/two-loads.js';
import { makeBatchSearch, type BatchSearch } from './search/search-batch.js';

export type Made = {
  readonly kind: DecodeKind;
  readonly marginals: Float64Array;
  readonly logEvidence: number;
  readonly best: readonly number[];
  readonly alternatives: Decoded['alternatives'];
};
export type PosteriorMaker = {
  readonly method: Decoded['method'];
  /** `began`: when the batch was begun, for the budget's guard; now when not given */
  make(evidence: PoolEvidence, master: PoolOutcome, now: () => number, began?: number): Made;
};

/** An exact plan with more numbers than this is made only when asked for: 8 ms here, where a 16 × 24 array needs 120. */
const QUICK = 1 << 22;
/** Specimens looked at: about 150 ms of a free core, so that on most machines it decides and not the clock. */
const DEFAULT_WORK_LIMIT = 6e6;
export const DEFAULT_BUDGET_MS = 250;

/** Chooses how the design's posteriors are made and prepares it. @throws RangeError when the method asked for cannot do it */
export function makePosteriorMaker(
  design: PoolDesign,
  priors: Float64Array,
  settings: DecoderSettings,
): PosteriorMaker {
  const {
    method: asked = 'auto',
    loads,
    workLimit = DEFAULT_WORK_LIMIT,
    budgetMs = DEFAULT_BUDGET_MS,
  } = settings;
  const marginals = new Float64Array(design.specimens);
  const nothing = (kind: DecodeKind): Made => ({
    kind,
    marginals,
    logEvidence: -Infinity,
    best: [],
    alternatives: [],
  });
  if (asked === 'combinatorial') return { method: 'combinatorial', make: () => nothing('combinatorial') };
  const plan = asked === 'search' ? null : planElimination(design);
  if (plan === null && (asked === 'exact' || loads))
    throw new RangeError(`${design.id}: too wide for an exact posterior`);
  const exact = plan !== null && (asked === 'exact' || loads !== undefined || plan.work <= QUICK);
  const eliminate = !exact
    ? null
    : loads
      ? makeTwoLoadEliminator(plan, design.specimens, loads)
      : makeEliminator(plan, design.specimens);
  const search = exact ? null : searchOf(design, priors);
  const logClear = priors.reduce((sum, p) => sum + Math.log1p(-p), 0);
  const masterTest =
    settings.masterTest ?? (Array.isArray(settings.tests) ? undefined : (settings.tests as PoolTest));

  const raw = (evidence: PoolEvidence, now: () => number, start: number): Made => {
    if (eliminate) return exactly(eliminate, priors, evidence, marginals);
    if (!search) return nothing('budget');
    const found = search.explain(evidence.ifClear, evidence.ifPositive, {
      work: Math.min(workLimit, Number.MAX_SAFE_INTEGER),
      late: makeGuard(now, start, budgetMs),
      spent: 'no',
    });
    if (found.kind !== 'found') return nothing(found.kind === 'contradiction' ? 'contradiction' : 'budget');
    marginals.set(found.posterior.marginals);
    const { logEvidence, best, alternatives } = found.posterior;
    return { kind: 'posterior', marginals, logEvidence, best, alternatives };
  };

  return {
    method: exact ? 'exact' : 'search',
    make: (evidence, master, now, began = now()) => {
      const made = raw(evidence, now, began);
      if (made.kind !== 'posterior' || master === 'erased') return made;
      if (!masterTest) throw new RangeError(`${design.id}: no test of the master pool is given`);
      let logNobody = logClear;
      for (let pool = 0; pool < design.pools; pool += 1) logNobody += Math.log(evidence.ifClear[pool]!);
      const nobody = Math.min(1, Math.exp(logNobody - made.logEvidence));
      const { sensitivity, specificity } = masterTest;
      const grown =
        master === 'positive'
          ? addMasterPool(marginals, nobody, 1 - specificity, sensitivity)
          : addMasterPool(marginals, nobody, specificity, 1 - sensitivity);
      return grown === -Infinity
        ? nothing('contradiction')
        : { ...made, logEvidence: made.logEvidence + grown };
    },
  };
}

/**
 * The clock's guard: late when another pause as long as the longest so far would not fit any more. On a busy machine the core is
 * taken away for tens of milliseconds between two glances; a guard that waits for its time to pass comes late by one of them.
 */
function makeGuard(now: () => number, start: number, budgetMs: number): () => boolean {
  let last = start;
  let longest = 0;
  return () => {
    const time = now();
    longest = Math.max(longest, time - last);
    last = time;
    // a clock that says no number is late at once
    return !(time - start + longest <= budgetMs);
  };
}

/** Priors above one half are not searched: such a batch is answered by COMP(e), flagged. */
function searchOf(design: PoolDesign, priors: Float64Array): BatchSearch | null {
  return priors.every((p) => p <= 0.5) ? makeBatchSearch(design, priors) : null;
}

function exactly(
  eliminate: Eliminator,
  priors: Float64Array,
  evidence: PoolEvidence,
  marginals: Float64Array,
): Made {
  const found = eliminate(priors, evidence.ifClear, evidence.ifPositive);
  marginals.set(found.marginals);
  const best = [...marginals.keys()].filter((i) => marginals[i]! > 0.5);
  const kind = found.logEvidence > -Infinity ? 'posterior' : 'contradiction';
  return {
    kind,
    marginals,
    logEvidence: found.logEvidence,
    best: kind === 'posterior' ? best : [],
    alternatives: [],
  };
}
