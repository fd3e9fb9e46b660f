import type { PoolDesign, PoolOutcome, PoolTest } from '../../pool-design/pool-design.js';
import type { DecoderSettings } from './decoder-settings.js';

/**
 * P(the master pool's reading | nobody), P(… | somebody); 1 and 1 when it was not read.
 * @throws RangeError when it was read and no test of it is given
 */
export function masterLikelihood(
  design: PoolDesign,
  settings: DecoderSettings,
  outcome: PoolOutcome,
): readonly [number, number] {
  if (outcome === 'erased') return [1, 1];
  const { masterTest, tests } = settings;
  const test = masterTest ?? (Array.isArray(tests) ? undefined : (tests as PoolTest));
  if (!test) throw new RangeError(`${design.id}: no test of the master pool is given`);
  const { sensitivity, specificity } = test;
  return outcome === 'positive' ? [1 - specificity, sensitivity] : [specificity, 1 - sensitivity];
}
