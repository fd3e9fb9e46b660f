import type { PoolDesign } from '../../pool-design/pool-design.js';
import { capacityOf, toleratedOf, weightOf } from './calls/batch-alerts.js';
import type { CallRules } from './calls/call-specimens.js';
import type { DecoderSettings } from './decoder-settings.js';

export type DecoderRules = {
  readonly calls: CallRules;
  /** the rules when the master pool alone was read: a stage of one pool each, as a Dorfman pool */
  readonly masterOnly: CallRules;
  readonly mostTolerated: number;
  readonly capacity: number;
};

/**
 * The rules of POOLING 2.4 for a design. Pools of stages (Dorfman, hierarchical) are each a stage of weight one: one valid negative pool
 * ends the testing of its members, and what that misses is shown (`expectedMisses`).
 * @throws RangeError for thresholds that make no sense
 */
export function rulesOf(design: PoolDesign, settings: DecoderSettings): DecoderRules {
  const isStaged = design.family === 'dorfman' || design.family === 'hierarchical';
  const mostTolerated = settings.tolerated ?? (isStaged ? 0 : toleratedOf(weightOf(design)));
  if (!Number.isInteger(mostTolerated) || mostTolerated < 0 || mostTolerated > 200)
    throw new RangeError(`${design.id}: tolerates ${mostTolerated}`);
  const weights = Array.from(
    { length: design.specimens },
    (_, i) => design.poolStart[i + 1]! - design.poolStart[i]!,
  );
  const mostForNegative = (settings.missesPer100000 ?? 1) / 100_000;
  const leastForPositive = settings.leastForPositive ?? 0.99;
  if (!(mostForNegative >= 0 && leastForPositive > 0.5))
    throw new RangeError(`${design.id}: thresholds ${mostForNegative}, ${leastForPositive}`);
  const calls = {
    tolerated: Uint8Array.from(weights, (w) => settings.tolerated ?? (isStaged ? 0 : toleratedOf(w))),
    oneIsEnough: Uint8Array.from(weights, (w) => (isStaged || w === 1 ? 1 : 0)),
    mostForNegative,
    leastForPositive,
  };
  return {
    calls,
    masterOnly: {
      ...calls,
      tolerated: new Uint8Array(design.specimens),
      oneIsEnough: new Uint8Array(design.specimens).fill(1),
    },
    mostTolerated,
    capacity: settings.capacity ?? capacityOf(design),
  };
}
