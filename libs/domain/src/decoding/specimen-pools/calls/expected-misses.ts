import type { SpecimenCall } from './call-specimens.js';

/** What the negatives of a batch, or of several, are expected to hide; shown at release and on the form. */
export type ExpectedMisses = {
  readonly negatives: number;
  /** expected positives among them: the sum of their posteriors; of those with and without Ct the larger one */
  readonly missed: number;
  /** the same for 100,000 such negatives; 0 when there is none */
  readonly per100000: number;
};

/** @returns null when a negative was called without a posterior (COMP(e) alone): then nothing is known of it */
export function expectedMisses(calls: readonly SpecimenCall[]): ExpectedMisses | null {
  let negatives = 0;
  let missed = 0;
  for (const { call, posterior, ct } of calls) {
    if (call !== 'negative') continue;
    if (posterior === null) return null;
    negatives += 1;
    missed += Math.max(posterior, ct?.posteriorWithout ?? 0);
  }
  return { negatives, missed, per100000: negatives === 0 ? 0 : (1e5 * missed) / negatives };
}
