/**
 * How the Ct of single specimens of positives are distributed in a laboratory, learnt from its own retests. Retests
 * are found through pools, which miss high Ct more often: the misses are put back by the EM algorithm for truncated
 * data (Turnbull, Journal of the Royal Statistical Society B 38 (1976) 290).
 */
export type LoadDistribution = {
  /** middles of the bins of half a cycle */
  readonly ct: readonly number[];
  /** shares among all positives, adding up to 1; what no pool or single test of the data could see is not in it */
  readonly share: readonly number[];
  /** positives that it was learnt from */
  readonly positives: number;
};

/** A positive's single test, and the shift of Ct of the pool through which it was found (0: tested singly). */
export type FoundPositive = { readonly ct: number; readonly shift: number };

export type Detection = {
  /** a Ct up to this is seen */
  readonly cutoff: number;
  /** standard deviation of a repeated Ct, in cycles; 0: a sharp edge */
  readonly deviation: number;
};

const FIRST = 5;
const BINS = 90;
const WIDTH = 0.5;

/**
 * @throws RangeError for no positives, a Ct outside 5 … 50, a shift below 0, or a positive that its pool cannot have
 *   shown (a sharp edge, and its Ct with the shift above the cut-off)
 */
export function learnLoadDistribution(
  found: readonly FoundPositive[],
  detection: Detection,
): LoadDistribution {
  if (found.length === 0) throw new RangeError('no positives to learn from');
  const ct = Array.from({ length: BINS }, (_, bin) => FIRST + WIDTH * (bin + 0.5));
  const seen = Array.from({ length: BINS }, () => 0);
  const byShift = new Map<number, number>();
  for (const one of found) {
    const bin = Math.floor((one.ct - FIRST) / WIDTH);
    if (!(bin >= 0 && bin < BINS && one.shift >= 0)) throw new RangeError(`Ct ${one.ct}, shift ${one.shift}`);
    seen[bin] = (seen[bin] ?? 0) + 1;
    byShift.set(one.shift, (byShift.get(one.shift) ?? 0) + 1);
  }
  const groups = [...byShift].map(([shift, count]) => ({
    count,
    detected: ct.map((middle) => detectionChance(middle + shift, detection)),
  }));
  return { ct, share: expectAndMaximise(seen, groups), positives: found.length };
}

function expectAndMaximise(
  seen: readonly number[],
  groups: { count: number; detected: number[] }[],
): number[] {
  const total = seen.reduce((sum, count) => sum + count, 0);
  let share = seen.map((count) => count / total);
  for (let round = 0; round < 2000; round += 1) {
    const whole = [...seen];
    for (const { count, detected } of groups) {
      const found = share.reduce((sum, part, bin) => sum + part * (detected[bin] ?? 0), 0);
      if (!(found > 0)) throw new RangeError('positives that their pools cannot have shown');
      share.forEach(
        (part, bin) => (whole[bin] = (whole[bin] ?? 0) + (count * part * (1 - (detected[bin] ?? 0))) / found),
      );
    }
    const sum = whole.reduce((all, count) => all + count, 0);
    const next = whole.map((count) => count / sum);
    const change = next.reduce((most, part, bin) => Math.max(most, Math.abs(part - (share[bin] ?? 0))), 0);
    share = next;
    if (change < 1e-10) break;
  }
  return share;
}

/** Chance that a true Ct is measured up to the cut-off. */
export function detectionChance(ct: number, { cutoff, deviation }: Detection): number {
  if (deviation === 0) return ct <= cutoff ? 1 : 0;
  return normalBelow((cutoff - ct) / deviation);
}

/** Φ(z), to 1.2e-7: the rational approximation of erfc of Numerical Recipes 6.2. */
function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const polynomial = terms.toReversed().reduce((sum, term) => term + t * sum, 0);
  const tail = 0.5 * t * Math.exp(-x * x + polynomial);
  return z > 0 ? 1 - tail : tail;
}
