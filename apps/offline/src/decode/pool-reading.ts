import { type CtReading, outcomeOfCt, type PoolOutcome } from '#lis/domain';

/** What stands for one pool of a batch. `why`: the reason why it counts for nobody. */
export type PoolReading = {
  readonly outcome: PoolOutcome;
  /** share of the evidence that counts, below 1 near the cut-off */
  readonly trust: number;
  readonly why: string | null;
};
export type BatchInput = {
  /** empty when the file names none */
  readonly batch: string;
  /** by pool; −1 is the master pool */
  readonly readings: Map<number, PoolReading>;
  readonly controlFailed: boolean;
};

export const erased = (why: string): PoolReading => ({ outcome: 'erased', trust: 1, why });
export const plain = (outcome: PoolOutcome): PoolReading => ({ outcome, trust: 1, why: null });

/** A reading by the kit's cut-off; within `grey` cycles of it the evidence fades, to nothing at the cut-off itself. */
export function readingOfCt(ct: CtReading, cutoff: number, grey: number): PoolReading {
  const { outcome, trust } = outcomeOfCt(ct, cutoff, grey);
  if (ct.kind === 'missing') return erased('no Ct');
  if (ct.kind === 'failed-control') return erased('its control failed');
  return { outcome, trust, why: null };
}
