import type { PoolDesign } from '../../../pool-design/pool-design.js';
import type { PoolEvidence } from '../evidence.js';
import type { LikelihoodByCount } from '../closed-forms/count-likelihood.js';
import type { TwoLoads } from '../exact/two-loads.js';

/** ln P(exactly these specimens are positive, readings); −Infinity when that cannot be. */
export type Joint = (specimens: readonly number[]) => number;

/** What one batch says, for `prepareJoint`. */
export type JointBatch = {
  readonly evidence: PoolEvidence;
  /** P(reading of a pool | j positives in it), when dilution goes by the number of positives */
  readonly byCount?: LikelihoodByCount | undefined;
  /** P(master pool's reading | nobody), P(… | somebody); 1 and 1 when there is none */
  readonly master: readonly [number, number];
};

/** The same model as the posteriors', of one set at a time. Time of a set: its places and the pools; 2^|set| of these with load classes. */
export function prepareJoint(
  design: PoolDesign,
  priors: Float64Array,
  loads: TwoLoads | undefined,
): (batch: JointBatch) => Joint {
  const odds = priors.map((p) => Math.log(p) - Math.log1p(-p));
  const logClear = priors.reduce((sum, p) => sum + Math.log1p(-p), 0);
  return (batch) => {
    const readingsOf = loads ? twoLoads(design, batch, loads) : counted(design, batch);
    return (specimens) => {
      let sum = logClear + Math.log(batch.master[specimens.length === 0 ? 0 : 1]);
      for (const i of specimens) sum += odds[i]!;
      return sum + readingsOf(specimens);
    };
  };
}

/** ln P(readings | these are positive): each pool's likelihood by how many of them it holds. */
function counted({ pools, poolStart, poolOf }: PoolDesign, { evidence, byCount }: JointBatch): Joint {
  const logs = Array.from({ length: pools }, (_, pool) => {
    if (!byCount) return [Math.log(evidence.ifClear[pool]!), Math.log(evidence.ifPositive[pool]!)];
    return Array.from(byCount(evidence, pool) ?? [1], Math.log);
  });
  const count = new Uint16Array(pools);
  return (specimens) => {
    count.fill(0);
    for (const i of specimens)
      for (let at = poolStart[i]!; at < poolStart[i + 1]!; at += 1) count[poolOf[at]!]! += 1;
    let sum = 0;
    for (let pool = 0; pool < pools; pool += 1) {
      const log = logs[pool]!;
      sum += log[Math.min(count[pool]!, log.length - 1)]!;
    }
    return sum;
  };
}

/** The same with load classes: a high load shows in all its pools, a low one in each with chance `activation`. */
function twoLoads(
  { pools, poolStart, poolOf }: PoolDesign,
  { evidence }: JointBatch,
  { highShare, activation }: TwoLoads,
): Joint {
  const highs = new Uint16Array(pools);
  const lows = new Uint16Array(pools);
  return (specimens) => {
    let total = 0;
    for (let classes = 0; classes < 2 ** specimens.length; classes += 1) {
      highs.fill(0);
      lows.fill(0);
      let chance = 1;
      specimens.forEach((i, k) => {
        const isHigh = ((classes >> k) & 1) === 1;
        chance *= isHigh ? highShare : 1 - highShare;
        const counts = isHigh ? highs : lows;
        for (let at = poolStart[i]!; at < poolStart[i + 1]!; at += 1) counts[poolOf[at]!]! += 1;
      });
      for (let pool = 0; pool < pools && chance > 0; pool += 1) {
        const silent = highs[pool]! > 0 ? 0 : (1 - activation) ** lows[pool]!;
        chance *= silent * evidence.ifClear[pool]! + (1 - silent) * evidence.ifPositive[pool]!;
      }
      total += chance;
    }
    return Math.log(total);
  };
}

/** The set with the specimen in it if it was not, and without it if it was; ascending. */
export function toggled(specimens: readonly number[], specimen: number): number[] {
  if (specimens.includes(specimen)) return specimens.filter((one) => one !== specimen);
  return [...specimens, specimen].sort((a, b) => a - b);
}
