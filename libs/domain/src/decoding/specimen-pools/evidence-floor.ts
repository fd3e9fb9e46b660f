import type { PoolDesign, PoolTest } from '../../pool-design/pool-design.js';
import { seeded } from '../../random/seeded.js';
import { prepareDecoder } from './decoder.js';
import type { DecoderSettings } from './decoder-settings.js';
import { checkPriors } from './evidence.js';
import { simulateBatch } from './simulated-batch.js';

/**
 * The 0.1 % predictive quantile of ln P(readings): batches whose readings are less probable are looked at (POOLING 2.4). Found by
 * simulation, once for a design and its settings, and kept with these; not part of a decode.
 */
export function evidenceFloor(
  design: PoolDesign,
  settings: DecoderSettings & { readonly tests: PoolTest },
  draws: number,
  seed: string,
): number {
  const random = seeded(seed);
  const priors = checkPriors(design, settings.priors);
  const decoder = prepareDecoder(design, settings);
  const found = Array.from({ length: draws }, () => {
    const { outcomes } = simulateBatch(design, priors, settings.tests, random);
    return decoder.decode({ outcomes }, () => 0).logEvidence ?? Infinity;
  });
  return found.sort((a, b) => a - b)[Math.floor(draws / 1000)] ?? -Infinity;
}
