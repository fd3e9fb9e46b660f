import type { KeptDesign } from '../../pool-design/read-design-text.js';
import type { PoolOutcome } from '../../pool-design/pool-design.js';
import type { BatchReadings, DecoderSettings } from './decoder-settings.js';

/** A pool as it is kept; `trust` of one that was read near the cut-off. */
export type KeptPool = { readonly outcome: PoolOutcome; readonly trust?: number | undefined };

/** Everything that a batch is decoded from, and nothing that is not kept. */
export type KeptBatch = {
  readonly batchId: number;
  readonly version: number;
  readonly sweepId: number;
  readonly design: KeptDesign;
  readonly settings: DecoderSettings;
  /** SHA-256 of the settings' canonical text, hex */
  readonly settingsHash: string;
  readonly readings: BatchReadings;
};

/** The readings of a batch as its decoder takes them. */
export function readingsOfPools(
  pools: readonly KeptPool[],
  master: PoolOutcome | null,
  controlFailed: boolean,
): BatchReadings {
  return {
    outcomes: pools.map(({ outcome }) => outcome),
    grey: pools.flatMap(({ trust }, pool) => (trust === undefined ? [] : [{ pool, trust }])),
    ...(master !== null && { master }),
    controlFailed,
  };
}
