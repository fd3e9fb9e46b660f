import type { KitDefinition } from '../kit/kit-definition.js';
import {
  type Detection,
  detectionChance,
  learnLoadDistribution,
  type LoadDistribution,
} from './load-distribution.js';

/** Fewer own positives than this tell a share of 95 % no better than to ± 8 %: the kit's statement is better. */
export const ENOUGH_POSITIVES = 30;

type Ct = { readonly target: string; readonly ct: number };
export type OwnLoad = { readonly load: LoadDistribution; readonly detection: Detection };

/**
 * What a laboratory's own single tests of people whom pools had found say of the loads that are about; null where they
 * are too few, or none with a Ct.
 * @param singles Ct by target of each positive single test
 * @param shift cycles by which their pools had thinned them, from `dilutionShift`; 0 where that is not known
 * @param deviation of a repeated Ct, in cycles, above 0
 */
export function learnOwnLoad(
  kit: Pick<KitDefinition, 'targets' | 'whenSomeDetected'>,
  singles: readonly (readonly Ct[])[],
  shift: number,
  deviation: number,
): OwnLoad | null {
  const detection = {
    cutoff: Math.max(...kit.targets.map(({ positiveAtOrBelow }) => positiveAtOrBelow)),
    deviation,
  };
  const found = singles
    .map((single) => decidingCt(kit, single, detection.cutoff))
    .filter((ct) => ct !== null)
    // so weak a swab is not that which the pool had seen: each would stand for more than ten whom pools missed
    .filter((ct) => ct >= 5 && ct < 50 && detectionChance(ct + shift, detection) > 0.1)
    .map((ct) => ({ ct, shift }));
  if (found.length < ENOUGH_POSITIVES) return null;
  return { load: learnLoadDistribution(found, detection), detection };
}

/** The Ct on which "positive" hangs, as if all targets had the same cut-off: the latest, or the first where one suffices. */
function decidingCt(
  { targets, whenSomeDetected }: Pick<KitDefinition, 'targets' | 'whenSomeDetected'>,
  single: readonly Ct[],
  cutoff: number,
): number | null {
  const margins = targets.flatMap(({ name, positiveAtOrBelow }) => {
    const read = single.find(({ target }) => target === name);
    return read ? [read.ct - positiveAtOrBelow] : [];
  });
  const isWhole = whenSomeDetected === 'positive' ? margins.length > 0 : margins.length === targets.length;
  if (!isWhole) return null;
  return cutoff + (whenSomeDetected === 'positive' ? Math.min(...margins) : Math.max(...margins));
}
