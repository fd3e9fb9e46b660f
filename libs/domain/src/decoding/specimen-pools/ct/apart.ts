/** Chance that a standard normal number is above x ≥ 0; relative error below 1.2e-7 (Press et al., Numerical Recipes, erfcc). */
function upperTail(x: number): number {
  const z = x / Math.SQRT2;
  const t = 1 / (1 + z / 2);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const sum = terms.reduceRight((all, term) => term + t * all, 0);
  return (t * Math.exp(sum - z * z)) / 2;
}

/**
 * Standardized residuals beyond this are apart, so that of all `comparisons` of a batch none is with the chance with which a single one
 * is within `sigmas` (Šidák, JASA 62 (1967) 626: for both-sided normal numbers the bound holds whatever their correlations are).
 */
export function apartOf(sigmas: number, comparisons: number): number {
  if (comparisons <= 1) return sigmas;
  const chance = -Math.expm1(Math.log1p(-2 * upperTail(sigmas)) / comparisons);
  let [low, high] = [sigmas, sigmas + 10];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (2 * upperTail(middle) > chance) low = middle;
    else high = middle;
  }
  return high;
}
