import { poolsOf } from '../../../pool-design/design-rows.js';
import type { PoolDesign } from '../../../pool-design/pool-design.js';
import type { CtReading } from '../ct/ct-reading.js';
import type { BatchReadings, Decoded, PoolState } from '../decoder-settings.js';
import type { RunnerUp } from '../explanations/runner-up.js';
import type { SpecimenCall } from './call-specimens.js';

/** Everything a call rests on (POOLING 2.4); told for one specimen, as a batch is kept once. */
export type CallEvidence = {
  readonly version: string;
  readonly designId: string;
  readonly call: SpecimenCall;
  /** the specimen's pools: how they counted, and the value that was read */
  readonly pools: readonly {
    readonly pool: number;
    readonly state: PoolState;
    readonly ct: CtReading | null;
  }[];
  /** the best explanation of the batch, and the one nearest to it that says otherwise of this specimen; null without a posterior */
  readonly best: readonly number[];
  readonly runnerUp: RunnerUp | null;
};

export function callEvidence(
  design: PoolDesign,
  readings: BatchReadings,
  decoded: Decoded,
  specimen: number,
  runnerUp: RunnerUp | null,
): CallEvidence {
  const call = decoded.calls[specimen];
  if (!call) throw new RangeError(`${design.id}: specimen ${specimen}`);
  return {
    version: decoded.version,
    designId: decoded.designId,
    call,
    pools: Array.from(poolsOf(design, specimen), (pool) => ({
      pool,
      state: decoded.pools[pool]!,
      ct: readings.cts?.[pool] ?? null,
    })),
    best: decoded.best,
    runnerUp: call.runnerUp ?? runnerUp,
  };
}
