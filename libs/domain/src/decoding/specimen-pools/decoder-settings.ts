import type { PoolOutcome, PoolTest } from '../../pool-design/pool-design.js';
import type { BatchAlert } from './calls/batch-alerts.js';
import type { SpecimenCall } from './calls/call-specimens.js';
import type { SensitivityByPositives } from './closed-forms/count-likelihood.js';
import type { CtModel } from './ct/ct-model.js';
import type { CtReading } from './ct/ct-reading.js';
import type { GreyPool } from './evidence.js';
import type { TwoLoads } from './exact/two-loads.js';

/** Grows with every change that may change a call; stored with it, so that it can be decoded again to the same bytes. */
export const DECODER_VERSION = 'specimen-pools/3';

export type DecoderSettings = {
  /** one test for all pools, or one each */
  readonly tests: PoolTest | readonly PoolTest[];
  /** one chance for all specimens, or one each; [0, 1) */
  readonly priors: number | ArrayLike<number>;
  /**
   * `auto`: exact when that is quick, else search; `exact` and `search` force; `combinatorial`: COMP(e) and DD(e), no posterior.
   */
  readonly method?: 'auto' | 'exact' | 'search' | 'combinatorial';
  /** e for all specimens; by weight when not given */
  readonly tolerated?: number;
  /** expected positives among 100,000 negatives, at most: τN × 100,000 */
  readonly missesPer100000?: number;
  /** what the limit above is held against: `each` negative (default) or their `mean` over the batch (decision 15) */
  readonly missesAre?: 'each' | 'mean';
  /** τP */
  readonly leastForPositive?: number;
  /** positives that a batch may hold before it is looked at */
  readonly capacity?: number;
  /** ln P(readings) below which they are improbable: the 0.1 % quantile that `evidenceFloor` finds */
  readonly evidenceFloor?: number;
  readonly loads?: TwoLoads;
  /** Se(k, j) of each pool (`sensitivityTable`): for nested pools and designs of up to 16 specimens, exact */
  readonly sensitivityByPositives?: SensitivityByPositives;
  /** needed for batches with Ct values */
  readonly ct?: CtModel;
  /** the test of the master pool, when it differs */
  readonly masterTest?: PoolTest;
  /** specimens looked at before the search gives up; the same everywhere, unlike a time */
  readonly workLimit?: number;
  /** the wall clock's guard, milliseconds */
  readonly budgetMs?: number;
};

export type BatchReadings = {
  readonly outcomes: readonly PoolOutcome[];
  readonly grey?: readonly GreyPool[];
  /** Ct values of one target, one a pool, beside the outcomes: they never make a negative that would not be one without them */
  readonly cts?: readonly CtReading[];
  readonly master?: PoolOutcome;
  readonly controlFailed?: boolean;
};

/** `posterior`: chances stand; the others are COMP(e) answers, flagged by an alert (none for `combinatorial`, which was asked for). */
export type DecodeKind = 'posterior' | 'combinatorial' | 'budget' | 'contradiction' | 'failed';

/** How a pool counted: grey is no valid reading but weak evidence, erased is none. */
export type PoolState = 'negative' | 'positive' | 'erased' | 'grey';

/** What the Ct values of a batch said. */
export type CtFindings = {
  /** share of the posterior in the explanations that were listed and weighed by Ct; the rest is left as the outcomes made it */
  readonly weighedShare: number;
  /** pools whose Ct is apart from those of the others of the best explanation (`prepareComparing`): contamination or a swap */
  readonly inconsistentPools: readonly number[];
  /** pools whose value and outcome contradict one another; they count for nobody */
  readonly mismatchedPools: readonly number[];
};

export type Decoded = {
  readonly version: string;
  readonly designId: string;
  readonly kind: DecodeKind;
  readonly method: 'exact' | 'search' | 'combinatorial';
  readonly calls: readonly SpecimenCall[];
  readonly alerts: readonly BatchAlert[];
  /** no alert: negatives may leave without a person */
  readonly negativesMayLeave: boolean;
  /** ln P(outcomes), without Ct values and what these made grey */
  readonly logEvidence: number | null;
  /** by pool, as it counted for the calls */
  readonly pools: readonly PoolState[];
  /** ambiguous specimens in the order of their retest: the most probable first */
  readonly retests: readonly number[];
  readonly ct: CtFindings | null;
  /** specimens of the best explanation */
  readonly best: readonly number[];
  /** other explanations within reach: `of` instead of the best one's `instead`, and ln of how many times less probable */
  readonly alternatives: readonly {
    readonly above: number;
    readonly instead: readonly number[];
    readonly of: readonly number[];
  }[];
  readonly unexplainedPools: readonly number[];
  readonly contradictedPools: readonly number[];
};

/** What stands in columns of a decode's own row. */
export type DecodeHead = Pick<
  Decoded,
  'version' | 'method' | 'kind' | 'logEvidence' | 'alerts' | 'negativesMayLeave'
>;
