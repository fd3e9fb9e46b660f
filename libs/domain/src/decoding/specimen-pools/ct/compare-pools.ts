import type { PoolDesign } from '../../../pool-design/pool-design.js';
import { apartOf } from './apart.js';
import { solve } from './cholesky.js';
import { checkCtModel, SIGMAS_APART, type CtModel } from './ct-model.js';
import type { CtReading } from './ct-reading.js';
import { fitLoads } from './fit-loads.js';
import { membersByPool } from './members-by-pool.js';

type Residual = { readonly pool: number; readonly standardized: number };
/** Finds the pools whose Ct lies too far from what any of these explanations expects of it. */
export type FindApart = (explanations: readonly (readonly number[])[]) => readonly number[];

/** Cycles: no load is likelier than another, so that pools are held against one another and never against the laboratory's usual loads. */
const FREE = 1000;
/** Of the variance of a reading this much must be left after the fit; a pool that made its own expectation is compared with nothing. */
const LEAST_LEFT = 0.05;
const MIRRORED = 1 - 1e-6;

/**
 * Prepares the comparison of pools of one explanation with one another (POOLING 2.3: the Ct of a sole explainer should agree across its
 * pools, dilution apart; else contamination or a swap). The loads were fitted to the same readings, so that a residual has the variance
 * σ² (1 − h), h its leverage; divided by its root it is a standard normal number when nothing is wrong. How far one may lie is set
 * by how many there are (`apartOf`). Two that mirror one another, as those of a specimen with two pools do, are one comparison. Any
 * value counts, also one beyond the cut-off.
 * @param usable pools that count: not erased, not contradicted by their outcome
 * @throws RangeError when the model is impossible
 */
export function prepareComparing(
  design: PoolDesign,
  cts: readonly CtReading[],
  model: CtModel,
  usable: (pool: number) => boolean = () => true,
): FindApart {
  const shifts = checkCtModel(design, model);
  const { sigma, loads, efficiency, sigmasApart = SIGMAS_APART } = model;
  const seen = cts.flatMap((reading, pool) =>
    reading.kind === 'detected' && usable(pool) ? [{ pool, own: reading.ct - shifts[pool]! }] : [],
  );
  const compare = (explanation: readonly number[]): { residuals: Residual[]; comparisons: number } => {
    const membersOf = membersByPool(design, explanation);
    const readings = seen.flatMap(({ pool, own }) => {
      const members = membersOf.get(pool);
      return members ? [{ pool, own, sigma, members }] : [];
    });
    const free = { mean: loads.mean, deviation: FREE };
    const fit = fitLoads(explanation.length, readings, free, efficiency);
    const compared = readings.flatMap(({ pool, own, members }) => {
      const expected = fit.expected(members);
      const shares = new Float64Array(explanation.length);
      for (const k of members) shares[k] = (1 + efficiency) ** (expected - fit.cts[k]!);
      const { solution } = solve(fit.hessian, shares);
      const left = 1 - dot(shares, solution) / sigma ** 2;
      if (left < LEAST_LEFT) return [];
      const standardized = (own - expected) / (sigma * Math.sqrt(left));
      return [{ pool, standardized, shares, solution, left }];
    });
    const isMirror = (at: number): boolean =>
      compared.slice(0, at).some(({ solution, left }) => {
        const one = compared[at]!;
        const product = dot(one.shares, solution) / sigma ** 2;
        return Math.abs(product) > MIRRORED * Math.sqrt(left * one.left);
      });
    return { residuals: compared, comparisons: compared.filter((_, at) => !isMirror(at)).length };
  };
  return (explanations) => {
    const all = explanations.map(compare);
    const most = apartOf(
      sigmasApart,
      all.reduce((sum, { comparisons }) => sum + comparisons, 0),
    );
    const apart = all.flatMap(({ residuals }) =>
      residuals.filter(({ standardized }) => Math.abs(standardized) > most).map(({ pool }) => pool),
    );
    return [...new Set(apart)].sort((a, b) => a - b);
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += a[k]! * b[k]!;
  return sum;
}
