import { compOfOthers } from './peer-comp.js';
import { leastCostOfOthers } from './peer-least-cost.js';
import type { PeerBatches } from './peer-run.js';

/**
 * Others' ways to the same answers, in this run and on the same batches: how many times our time they take, and whether they say the
 * same. COMP in plain loops always runs; what needs Python says so where it is missing.
 */
export function decodingPeers(comp: PeerBatches, leastCost: PeerBatches): Record<string, unknown> {
  return { ...compOfOthers(comp), ...leastCostOfOthers(leastCost) };
}
