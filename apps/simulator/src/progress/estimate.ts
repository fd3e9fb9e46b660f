import { setTimeout as sleep } from 'node:timers/promises';
import type { PrevalenceAnswer } from '#lis/contracts';
import type { Drill } from '../drill.js';

/** Shares of people: what was planted, and what the product estimates from its pools, with its 95 % interval. */
export type PrevalenceCheck = {
  planted: number;
  pools: number;
  estimate: number;
  low: number;
  high: number;
};

// counts are folded behind their causes, and an answer is remembered for 5 s
const PATIENCE_MS = 30_000;
const PAUSE_MS = 1000;

/** The official's estimate when all screening tubes are in it; null: it never came to that. */
export async function askPrevalence({
  api,
  setup,
  city,
  marks,
  signal,
}: Drill): Promise<PrevalenceCheck | null> {
  const path = `/v1/prevalence?sweepId=${setup.sweepId}`;
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    const { total } = await api.insist<PrevalenceAnswer>('GET', path, setup.tokens.official);
    const counted = total.pools + (total.inconclusive ?? 0) + total.invalid;
    if (counted >= marks.counts.sealed.screening && total.prevalence)
      return { planted: city.planted.size / city.options.people, pools: total.pools, ...total.prevalence };
    await sleep(PAUSE_MS, undefined, { signal });
  }
  return null;
}

/**
 * Whether the truth lies within twice the interval, on its side of the estimate: outside the interval itself one drill
 * of twenty lies by chance, outside twice of it one of ten thousand.
 */
export const holdsTruth = ({ planted, estimate, low, high }: PrevalenceCheck): boolean =>
  planted >= estimate - 2 * (estimate - low) && planted <= estimate + 2 * (high - estimate);
