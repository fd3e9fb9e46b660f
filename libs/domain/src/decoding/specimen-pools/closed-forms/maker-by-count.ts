import type { PoolDesign } from '../../../pool-design/pool-design.js';
import type { DecoderSettings } from '../decoder-settings.js';
import { checkTests } from '../evidence.js';
import { addMasterPool } from '../exact/master-pool.js';
import { masterLikelihood } from '../master-likelihood.js';
import type { PosteriorMaker } from '../posterior-maker.js';
import { makePosteriorByCount } from './posterior-by-count.js';
import type { LikelihoodByCount, SensitivityByPositives } from './count-likelihood.js';

/**
 * Posteriors with Se(k, j), as the decoder takes them.
 * @throws RangeError with load classes, or when a search is asked for: both know only "somebody"
 */
export function makeMakerByCount(
  design: PoolDesign,
  priors: Float64Array,
  settings: DecoderSettings,
  table: SensitivityByPositives,
): { maker: PosteriorMaker; byCount: LikelihoodByCount } {
  if (settings.loads || (settings.method ?? 'auto') === 'search')
    throw new RangeError(
      `${design.id}: sensitivity by the number of positives is exact, without load classes`,
    );
  const { posterior, byCount } = makePosteriorByCount(
    design,
    priors,
    checkTests(design, settings.tests),
    table,
  );
  const logClear = priors.reduce((sum, p) => sum + Math.log1p(-p), 0);
  const maker: PosteriorMaker = {
    method: 'exact',
    make: (evidence, master) => {
      const { marginals, logEvidence } = posterior(evidence);
      let grown = 0;
      if (master !== 'erased') {
        let logNobody = logClear;
        for (let pool = 0; pool < design.pools; pool += 1)
          logNobody += Math.log(byCount(evidence, pool)?.[0] ?? 1);
        const nobody = Math.min(1, Math.exp(logNobody - logEvidence));
        grown = addMasterPool(marginals, nobody, ...masterLikelihood(design, settings, master));
      }
      const possible = logEvidence + grown > -Infinity;
      return {
        kind: possible ? 'posterior' : 'contradiction',
        marginals,
        logEvidence: logEvidence + grown,
        best: [],
        alternatives: [],
      };
    },
  };
  return { maker, byCount };
}
