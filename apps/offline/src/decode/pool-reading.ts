import { type CtReading, outcomeOfCt, type PoolOutcome } from '#lis/domain';

/** What stands for one pool of a batch. `why`: the reason why it counts for nobody. */
export type PoolReading = {
  readonly outcome: PoolOutcome;
  /** share of the evidence that counts, below 1 near the cut-off */
  readonly trust: number;
  readonly why: string | null;
  /** what the instrument said, where Ct values are weighed */
  readonly ct: CtReading;
};
export type BatchInput = {
  /** empty when the file names none */
  readonly batch: string;
  /** by pool; −1 is the master pool */
  readonly readings: Map<number, PoolReading>;
  readonly controlFailed: boolean;
};

export const MISSING: CtReading = { kind: 'missing' };
export const erased = (why: string, ct: CtReading = MISSING): PoolReading => ({
  outcome: 'erased',
  trust: 1,
  why,
  ct,
});
/** An outcome without a Ct. */
export const plain = (outcome: PoolOutcome): PoolReading => ({ outcome, trust: 1, why: null, ct: MISSING });

/** A reading by the kit's cut-off; within `grey` cycles of it the evidence fades, to nothing at the cut-off itself. */
export function readingOfCt(ct: CtReading, cutoff: number, grey: number): PoolReading {
  const { outcome, trust } = outcomeOfCt(ct, cutoff, grey);
  if (ct.kind === 'missing') return erased('no Ct', ct);
  if (ct.kind === 'failed-control') return erased('its control failed', ct);
  return { outcome, trust, why: null, ct };
}
