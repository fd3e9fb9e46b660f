import type { PoolDesign } from '../../../pool-design/pool-design.js';
import type { CtReading } from './ct-reading.js';

/** How Ct values arise: `efficiency` E of amplification (0.9 … 1), `shift` cycles that pooling adds, `sigma` their spread. */
export type CtModel = { readonly efficiency: number; readonly shift: number; readonly sigma: number };
export type WeighedExplanation = {
  /** ln of the lognormal likelihood of the detected pools' Ct, but for a constant of the pools */
  readonly logLikelihood: number;
  /** Ct each specimen of the explanation would have by itself, for triage; null when none of its pools was detected */
  readonly specimenCts: readonly { readonly specimen: number; readonly ct: number | null }[];
  /** pools whose Ct disagrees with what the explanation expects: contamination or a swap */
  readonly inconsistent: readonly number[];
};

const ROUNDS = 200;

/**
 * Weighs an explanation by the Ct values: pool load y_t = Σ x_i over its specimens in the pool, Ct_t = c0 − log_{1+E} y_t (POOLING 2.3).
 * Loads are fitted on the scale of the Ct by multiplicative steps, which keep them positive. It ranks explanations and tells of
 * contamination; no call is made negative by it.
 * @throws RangeError when the model's numbers are impossible
 */
export function weighExplanation(
  design: PoolDesign,
  cts: readonly CtReading[],
  explanation: readonly number[],
  model: CtModel,
): WeighedExplanation {
  const { efficiency, shift, sigma } = model;
  if (!(efficiency > 0 && efficiency <= 1 && shift >= 0 && sigma > 0)) throw new RangeError('Ct model');
  const perCycle = Math.log(1 + efficiency);
  const poolsOf = explanation.map((i) => [
    ...design.poolOf.subarray(design.poolStart[i], design.poolStart[i + 1]),
  ]);
  const observed = new Map<number, number>();
  cts.forEach((reading, pool) => {
    if (reading.kind === 'detected') observed.set(pool, reading.ct);
  });
  const membersOf = new Map<number, number[]>();
  poolsOf.forEach((pools, k) => {
    for (const pool of pools)
      if (observed.has(pool)) membersOf.set(pool, [...(membersOf.get(pool) ?? []), k]);
  });
  // ln load relative to Ct 0; a specimen begins at its weakest pool, which it shares with the fewest
  const logs = poolsOf.map((pools) => {
    const seen = pools.flatMap((pool) => observed.get(pool) ?? []);
    return seen.length === 0 ? -Infinity : -Math.max(...seen) * perCycle;
  });
  const expected = (members: readonly number[]) =>
    -Math.log(members.reduce((sum, k) => sum + Math.exp(logs[k]!), 0)) / perCycle;
  for (let round = 0; round < ROUNDS; round += 1) {
    const moves = logs.map(() => ({ by: 0, share: 0 }));
    for (const [pool, members] of membersOf) {
      const total = members.reduce((sum, k) => sum + Math.exp(logs[k]!), 0);
      const residual = expected(members) - observed.get(pool)!;
      for (const k of members) {
        const share = Math.exp(logs[k]!) / total;
        moves[k]!.by += share * residual;
        moves[k]!.share += share;
      }
    }
    moves.forEach(({ by, share }, k) => {
      if (share > 0) logs[k]! += (by / share) * perCycle;
    });
  }
  const residuals = [...membersOf].map(([pool, members]) => ({
    pool,
    off: expected(members) - observed.get(pool)!,
  }));
  return {
    logLikelihood: residuals.reduce((sum, { off }) => sum - (off * off) / (2 * sigma * sigma), 0),
    specimenCts: explanation.map((specimen, k) => ({
      specimen,
      ct: logs[k] === -Infinity ? null : -logs[k]! / perCycle - shift,
    })),
    inconsistent: residuals.filter(({ off }) => Math.abs(off) > 2 * sigma).map(({ pool }) => pool),
  };
}
