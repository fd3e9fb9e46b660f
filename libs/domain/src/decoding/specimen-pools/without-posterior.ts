import type { PoolDesign } from '../../pool-design/pool-design.js';
import { prepareDecoder } from './decoder.js';
import type { BatchReadings, Decoded, DecoderSettings } from './decoder-settings.js';

/**
 * The flagged COMP(e) answer: negatives by their pools alone, nobody positive, nothing leaves without a person. For a batch whose
 * posterior was not made in time (`budget`) or whose decoder broke (`decoder-failed`); it searches nothing, so that it does not
 * fail with what it stands for (POOLING 2.2 step 4, 4.9).
 * @throws RangeError as `prepareDecoder` and its decoder do for settings and readings that are impossible
 */
export function answerWithoutPosterior(
  design: PoolDesign,
  settings: DecoderSettings,
  readings: BatchReadings,
  cause: 'budget' | 'decoder-failed',
): Decoded {
  const found = prepareDecoder(design, { ...settings, method: 'combinatorial' }).decode(readings, () => 0);
  return {
    ...found,
    kind: cause === 'budget' ? 'budget' : 'failed',
    alerts: [...new Set([...found.alerts, cause])].sort(),
    negativesMayLeave: false,
  };
}
