import { poolLabel } from '../designs/named-design.js';
import type { DecodedBatch } from './decode-batch.js';
import { specimenLabel } from './read-specimens.js';

/** Everything that the decoder says, with the laboratory's own names, for a program. */
export function jsonOf(batches: readonly DecodedBatch[]): string {
  const told = batches.map(({ name, named, designHash, decoded, ctModel, rules, notes }) => {
    const specimens = (list: readonly number[]) => list.map((specimen) => specimenLabel(named, specimen));
    const pools = (list: readonly number[]) => list.map((pool) => poolLabel(named, pool));
    const { designId, version, method, kind, alerts, negativesMayLeave, logEvidence } = decoded;
    return {
      batch: name,
      design: {
        id: designId,
        sha256: designHash,
        specimens: named.design.specimens,
        pools: named.design.pools,
      },
      decoder: { version, method, kind },
      alerts,
      negativesMayLeave,
      logEvidence,
      best: specimens(decoded.best),
      alternatives: decoded.alternatives.map(({ above, instead, of }) => ({
        timesLessProbable: Math.exp(above),
        specimens: specimens(instead),
        insteadOf: specimens(of),
      })),
      unexplainedPools: pools(decoded.unexplainedPools),
      contradictedPools: pools(decoded.contradictedPools),
      ct: decoded.ct && {
        model: ctModel,
        weighedShare: decoded.ct.weighedShare,
        inconsistentPools: pools(decoded.ct.inconsistentPools),
        mismatchedPools: pools(decoded.ct.mismatchedPools),
      },
      notes,
      specimens: decoded.calls.map(({ specimen, runnerUp, ...call }) => ({
        specimen: specimenLabel(named, specimen),
        ...call,
        ruleInWords: rules[specimen],
        runnerUp: runnerUp && {
          timesLessProbable: Math.exp(runnerUp.above),
          without: specimens(runnerUp.without),
          with: specimens(runnerUp.with),
        },
      })),
    };
  });
  return `${JSON.stringify({ batches: told }, null, 2)}\n`;
}
