import type { PoolOutcome } from '../../../pool-design/pool-design.js';
import type { GreyPool } from '../evidence.js';
import { GREY_BAND, type CtModel } from './ct-model.js';

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

/**
 * A pool's outcome by the kit's cut-off (positive at Ct ≤ cutoff). Readings within `greyBand` cycles of it are grey: their evidence fades
 * to nothing at the cut-off, from both sides, so that a signal shortly beyond it is no valid negative.
 */
export function outcomeOfCt(
  reading: CtReading,
  cutoff: number,
  greyBand = GREY_BAND,
): { outcome: PoolOutcome; trust: number } {
  if (reading.kind === 'undetected') return { outcome: 'negative', trust: 1 };
  if (reading.kind !== 'detected') return { outcome: 'erased', trust: 1 };
  const distance = Math.abs(cutoff - reading.ct);
  const trust = greyBand === 0 ? 1 : Math.min(1, distance / greyBand);
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

/**
 * What the Ct values make of outcomes that were given with them: near the cut-off grey; erased where a pool was not measured, its
 * control failed, or value and outcome contradict one another further from the cut-off. Never the other way: no Ct makes a pool
 * negative or positive that was not.
 * @returns also the pools in which value and outcome contradict one another
 * @throws RangeError when there is not one reading a pool, or a value is none
 */
export function softenByCts(
  outcomes: readonly PoolOutcome[],
  cts: readonly CtReading[],
  { cutoff, greyBand }: CtModel,
): { outcomes: PoolOutcome[]; grey: GreyPool[]; mismatched: number[] } {
  if (cts.length !== outcomes.length) throw new RangeError(`${cts.length} Ct for ${outcomes.length} pools`);
  const grey: GreyPool[] = [];
  const mismatched: number[] = [];
  const softened = outcomes.map((given, pool) => {
    const reading = cts[pool]!;
    if (reading.kind === 'detected' && !(reading.ct > 0 && reading.ct <= 60))
      throw new RangeError(`Ct of pool ${pool}`);
    if (given === 'erased') return given;
    const { outcome, trust } = outcomeOfCt(reading, cutoff, greyBand);
    if (trust < 1) grey.push({ pool, trust });
    if (trust < 1 || outcome === given) return given;
    mismatched.push(pool);
    return 'erased';
  });
  return { outcomes: softened, grey, mismatched };
}
