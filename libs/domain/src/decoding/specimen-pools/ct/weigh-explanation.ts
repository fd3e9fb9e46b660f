import type { PoolDesign } from '../../../pool-design/pool-design.js';
import { checkCtModel, type CtModel } from './ct-model.js';
import { outcomeOfCt, type CtReading } from './ct-reading.js';
import { fitLoads, type LoadReading } from './fit-loads.js';
import { membersByPool } from './members-by-pool.js';

export type WeighedExplanation = {
  /**
   * ln of how many times more probable the Ct values are when the specimens of the explanation made them than when each pool's came
   * by itself, from a load of its own. 0 when the explanation holds no detected pool, or each of its specimens one.
   */
  readonly logFactor: number;
  /** Ct each specimen of the explanation would have by itself, for triage; null when none of its pools was detected */
  readonly specimenCts: readonly { readonly specimen: number; readonly ct: number | null }[];
};
export type WeighByCt = (explanation: readonly number[]) => WeighedExplanation;

/**
 * Prepares the weighing of a batch's explanations by its Ct values: pool load y_t = Σ a_ti x_i, Ct_t = c0 − log_{1+E} y_t with
 * lognormal errors (POOLING 2.3). A grey reading within the cut-off counts with the spread sigma/√trust; one beyond it is no load.
 * @param usable pools that count: not erased, not contradicted by their outcome
 * @throws RangeError when the model is impossible
 */
export function prepareWeighing(
  design: PoolDesign,
  cts: readonly CtReading[],
  model: CtModel,
  usable: (pool: number) => boolean = () => true,
): WeighByCt {
  const shifts = checkCtModel(design, model);
  const { mean, deviation } = model.loads;
  const seen = cts.flatMap((reading, pool) => {
    if (reading.kind !== 'detected' || !usable(pool)) return [];
    const { outcome, trust } = outcomeOfCt(reading, model.cutoff, model.greyBand);
    const weight = outcome === 'positive' ? trust : 0;
    return [{ pool, own: reading.ct - shifts[pool]!, sigma: model.sigma / Math.sqrt(weight) }];
  });
  return (explanation) => {
    const membersOf = membersByPool(design, explanation);
    const readings: LoadReading[] = [];
    let alone = 0;
    for (const { pool, own, sigma } of seen) {
      const members = membersOf.get(pool);
      if (!members || sigma === Infinity) continue;
      readings.push({ own, sigma, members });
      const variance = deviation * deviation + sigma * sigma;
      alone -= ((own - mean) ** 2 / variance + Math.log(variance)) / 2;
    }
    const { cts: found, logMarginal } = fitLoads(explanation.length, readings, model.loads, model.efficiency);
    const told = new Set(readings.flatMap(({ members }) => members));
    return {
      logFactor: logMarginal - alone,
      specimenCts: explanation.map((specimen, k) => ({ specimen, ct: told.has(k) ? found[k]! : null })),
    };
  };
}
