import type { PoolDesign } from '../../../pool-design/pool-design.js';

/** How a laboratory's Ct values of one target arise (POOLING 2.3). All but `efficiency` in cycles. */
export type CtModel = {
  /** E of amplification, (0, 1], usually 0.9 … 1: `efficiencyOfSlope` of the standard curve */
  readonly efficiency: number;
  /** what a pool's dilution adds to the Ct of a specimen in it (`dilutionShift`): one for all pools, or one each */
  readonly shift: number | readonly number[];
  /** standard deviation of a repeated Ct */
  readonly sigma: number;
  /** a pool is positive up to this Ct */
  readonly cutoff: number;
  /** a reading this near to the cut-off is grey; 3 when not given */
  readonly greyBand?: number;
  /**
   * level of the comparison of pools: a sound batch is told of contamination or a swap with the chance of a normal number beyond so many
   * sigma; 2 when not given (POOLING 2.3): 4.6 %
   */
  readonly sigmasApart?: number;
  /** Ct of the single specimens of positives: what `learnLoadDistribution` found in the own retests */
  readonly loads: { readonly mean: number; readonly deviation: number };
};

/** Pools within this many cycles of the cut-off are grey (POOLING 2.3). */
export const GREY_BAND = 3;
export const SIGMAS_APART = 2;

/** E = 10^(−1/slope) − 1; slope: cycles per tenfold concentration, negative, −3.32 for E = 1. @throws RangeError when E is not in (0, 1] */
export function efficiencyOfSlope(slope: number): number {
  const efficiency = 10 ** (-1 / slope) - 1;
  if (!(efficiency > 0 && efficiency <= 1 + 1e-3)) throw new RangeError(`slope ${slope}`);
  return Math.min(1, efficiency);
}

/** @returns the shift of each pool. @throws RangeError for numbers that are impossible, or not one shift a pool */
export function checkCtModel(design: PoolDesign, model: CtModel): readonly number[] {
  const { efficiency, shift, sigma, cutoff, greyBand = GREY_BAND, sigmasApart = SIGMAS_APART, loads } = model;
  const shifts: readonly number[] =
    typeof shift === 'number' ? Array.from({ length: design.pools }, () => shift) : shift;
  const sound =
    efficiency > 0 &&
    efficiency <= 1 &&
    sigma > 0 &&
    sigma < Infinity &&
    cutoff > 0 &&
    cutoff <= 60 &&
    greyBand >= 0 &&
    greyBand < Infinity &&
    sigmasApart > 0 &&
    loads.deviation > 0 &&
    loads.deviation < Infinity &&
    Number.isFinite(loads.mean);
  if (!sound || shifts.length !== design.pools || !shifts.every((one) => one >= 0 && one < Infinity))
    throw new RangeError(`${design.id}: Ct model`);
  return shifts;
}
