import type { PoolDesign, PoolTest } from '../../../pool-design/pool-design.js';
import { specimensIn } from '../../../pool-design/design-rows.js';
import type { PoolEvidence } from '../evidence.js';
import type { Exact } from '../exact/eliminate.js';
import { latticePosterior } from '../exact/lattice.js';
import { nestedPosterior, type NestedPool } from '../exact/nested-pools.js';
import {
  checkSensitivities,
  likelihoodsByCount,
  type LikelihoodByCount,
  type SensitivityByPositives,
} from './count-likelihood.js';
import { nestPools, type Nest } from './nest-pools.js';

/**
 * The exact posterior with dilution by the exact number of positives: the closed form where pools are apart or nested (swab pool,
 * Dorfman, hierarchical), all 2^n sets for any other design of at most 16 specimens.
 * @throws RangeError for a larger design, whose states would have to count
 */
export function makePosteriorByCount(
  design: PoolDesign,
  priors: Float64Array,
  tests: readonly PoolTest[],
  table: SensitivityByPositives,
): { posterior: (evidence: PoolEvidence) => Readonly<Exact>; byCount: LikelihoodByCount } {
  checkSensitivities(design, table);
  const byCount = likelihoodsByCount(tests, table);
  const nests = nestPools(design);
  if (nests) return { posterior: (evidence) => nested(nests, priors, evidence, byCount), byCount };
  if (design.specimens > 16)
    throw new RangeError(
      `${design.id}: sensitivity by the number of positives needs nested pools or 16 specimens`,
    );
  const members = Array.from({ length: design.pools }, (_, pool) =>
    [...specimensIn(design, pool)].reduce((mask, i) => mask | (1 << i), 0),
  );
  const posterior = (evidence: PoolEvidence) =>
    latticePosterior(
      priors,
      members.flatMap((mask, pool) => {
        const likelihood = byCount(evidence, pool);
        return likelihood ? [{ members: mask, likelihood }] : [];
      }),
    );
  return { posterior, byCount };
}

function nested(
  nests: readonly Nest[],
  priors: Float64Array,
  evidence: PoolEvidence,
  byCount: LikelihoodByCount,
): Exact {
  const marginals = Float64Array.from(priors);
  let logEvidence = 0;
  const tested = ({ pool, specimens, parts }: Nest): NestedPool => {
    const likelihood = byCount(evidence, pool);
    return {
      persons: specimens.map((id) => ({ id, prior: priors[id]! })),
      parts: parts.map(tested),
      ...(likelihood ? { likelihood } : {}),
    };
  };
  for (const nest of nests) {
    const found = nestedPosterior(tested(nest));
    logEvidence += Math.log(found.evidence);
    for (const [id, posterior] of found.marginals) marginals[id] = posterior;
  }
  return { marginals: logEvidence > -Infinity ? marginals : marginals.fill(0), logEvidence };
}
