import type { PoolDesign } from '../../pool-design/pool-design.js';
import type { BatchReadings, DecoderSettings } from './decoder-settings.js';
import { planElimination } from './exact/elimination-plan.js';
import { answerWithoutPosterior } from './without-posterior.js';

/**
 * Whether a batch can be decoded at all, asked when it is entered: afterwards only a defect may fail.
 * @throws RangeError for settings or readings that are impossible, or a method that cannot do the design
 */
export function checkBatch(design: PoolDesign, settings: DecoderSettings, readings: BatchReadings): void {
  answerWithoutPosterior(design, settings, readings, 'budget');
  const { method, tests, masterTest } = settings;
  if (method === 'exact' && planElimination(design) === null)
    throw new RangeError(`${design.id}: too wide for an exact posterior`);
  const isMasterRead = readings.master !== undefined && readings.master !== 'erased';
  if (isMasterRead && !design.hasMaster) throw new RangeError(`${design.id}: has no master pool`);
  if (isMasterRead && !masterTest && Array.isArray(tests))
    throw new RangeError(`${design.id}: no test of the master pool is given`);
}
