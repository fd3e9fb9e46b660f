import { solve } from './cholesky.js';

/** A detected pool: its Ct less the pool's dilution, the spread of that number, and which unknowns are in it. */
export type LoadReading = {
  readonly own: number;
  readonly sigma: number;
  readonly members: readonly number[];
};
export type FittedLoads = {
  /** most probable own Ct of each unknown */
  readonly cts: Float64Array;
  /** ln of the likelihood of the readings, loads integrated out, but for (n/2) ln 2π of the n readings */
  readonly logMarginal: number;
  /** second derivatives of −ln of the posterior of the own Ct, as Gauss and Newton take them: the inverse is their covariance */
  readonly hessian: readonly Float64Array[];
  /** Ct of a pool of these members, less its dilution */
  expected(members: readonly number[]): number;
};

const ROUNDS = 60;

/**
 * Fits the own Ct x_k of specimens to pools that hold several of them: loads add up, own_t = −log_{1+E} Σ (1+E)^−x_k + N(0, sigma_t²),
 * x_k ~ N(mean, deviation²). Gauss–Newton with halved steps to the most probable loads, then Laplace's integral around them, which
 * is exact where no two share a pool.
 */
export function fitLoads(
  unknowns: number,
  readings: readonly LoadReading[],
  { mean, deviation }: { mean: number; deviation: number },
  efficiency: number,
): FittedLoads {
  const perCycle = Math.log1p(efficiency);
  const x = new Float64Array(unknowns).fill(-Infinity);
  for (const { own, members } of readings) for (const k of members) x[k] = Math.max(x[k]!, own);
  for (let k = 0; k < unknowns; k += 1) if (x[k] === -Infinity) x[k] = mean;
  // relative to the strongest of the pool, so that nothing overflows
  const expected = (at: Float64Array, members: readonly number[]): number => {
    let least = Infinity;
    for (const k of members) least = Math.min(least, at[k]!);
    let sum = 0;
    for (const k of members) sum += Math.exp((least - at[k]!) * perCycle);
    return least - Math.log(sum) / perCycle;
  };
  const objective = (at: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < unknowns; k += 1) sum += ((at[k]! - mean) / deviation) ** 2 / 2;
    for (const { own, sigma, members } of readings) sum += ((expected(at, members) - own) / sigma) ** 2 / 2;
    return sum;
  };
  const gradient = new Float64Array(unknowns);
  const hessian = Array.from({ length: unknowns }, () => new Float64Array(unknowns));
  const linearise = (): void => {
    hessian.forEach((row, k) => {
      row.fill(0);
      row[k] = 1 / (deviation * deviation);
      gradient[k] = (x[k]! - mean) / (deviation * deviation);
    });
    for (const { own, sigma, members } of readings) {
      const at = expected(x, members);
      for (const k of members) {
        const share = Math.exp((at - x[k]!) * perCycle);
        gradient[k]! += (share * (at - own)) / (sigma * sigma);
        for (const l of members)
          hessian[k]![l]! += (share * Math.exp((at - x[l]!) * perCycle)) / (sigma * sigma);
      }
    }
  };
  let value = objective(x);
  for (let round = 0; round < ROUNDS; round += 1) {
    linearise();
    const { solution } = solve(hessian, gradient);
    let factor = 1;
    let next = x.map((one, k) => one - factor * solution[k]!);
    let nextValue = objective(next);
    while (!(nextValue <= value) && factor > 1e-6) {
      factor /= 2;
      next = x.map((one, k) => one - factor * solution[k]!);
      nextValue = objective(next);
    }
    const fell = value - nextValue;
    if (!(fell >= 0)) break;
    x.set(next);
    value = nextValue;
    if (fell < 1e-12) break;
  }
  linearise();
  let logMarginal = -value - solve(hessian, gradient).halfLogDeterminant - unknowns * Math.log(deviation);
  for (const { sigma } of readings) logMarginal -= Math.log(sigma);
  return { cts: x, logMarginal, hessian, expected: (members) => expected(x, members) };
}
