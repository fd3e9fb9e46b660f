import type { PoolOutcome } from '../../../pool-design/pool-design.js';
import type { GreyPool } from '../evidence.js';

/** What an instrument said of a pool. Not detected, no value at all and a failed control are three different things. */
export type CtReading =
  | { readonly kind: 'detected'; readonly ct: number }
  | { readonly kind: 'undetected' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed-control' };

/**
 * Reads one cell of an export. `undetectedAs` are the words by which this export says "not detected", e.g. `0`, `-1`, `Undetermined`: one
 * laboratory's 0 is another's nonsense, so that nothing is understood that was not named. A blank cell is missing.
 * @throws RangeError when the cell is no Ct: not a number, not above 0, above 60
 */
export function readCt(cell: string, controlPassed: boolean, undetectedAs: readonly string[]): CtReading {
  const text = cell.trim();
  if (!controlPassed) return { kind: 'failed-control' };
  if (text === '') return { kind: 'missing' };
  if (undetectedAs.includes(text)) return { kind: 'undetected' };
  const ct = Number(text);
  if (!(ct > 0 && ct <= 60)) throw new RangeError('a cell is neither a Ct nor a word for "not detected"');
  return { kind: 'detected', ct };
}

/** Pools within this many cycles of the cut-off are grey (POOLING 2.3). */
const GREY_BAND = 3;

/**
 * A pool's outcome by the kit's cut-off (positive at Ct ≤ cutoff). Readings within 3 cycles of it are grey: their evidence fades to
 * nothing at the cut-off, from both sides, and a signal beyond it is no valid negative.
 */
export function outcomeOfCt(reading: CtReading, cutoff: number): { outcome: PoolOutcome; trust: number } {
  if (reading.kind === 'undetected') return { outcome: 'negative', trust: 1 };
  if (reading.kind !== 'detected') return { outcome: 'erased', trust: 1 };
  const distance = Math.abs(cutoff - reading.ct);
  const trust = Math.min(1, distance / GREY_BAND);
  return { outcome: reading.ct <= cutoff ? 'positive' : 'negative', trust };
}

/** The readings of a batch as the decoder takes them. */
export function readingsOfCts(
  cts: readonly CtReading[],
  cutoff: number,
): { outcomes: PoolOutcome[]; grey: GreyPool[] } {
  const told = cts.map((reading) => outcomeOfCt(reading, cutoff));
  return {
    outcomes: told.map(({ outcome }) => outcome),
    grey: told.flatMap(({ trust }, pool) => (trust < 1 ? [{ pool, trust }] : [])),
  };
}
