/** Cholesky's way to H⁻¹ g, and ½ ln det H. H is positive definite, as every prior is proper. */
export function solve(H: readonly Float64Array[], g: Float64Array) {
  const n = g.length;
  const L = H.map((row) => Float64Array.from(row));
  const solution = Float64Array.from(g);
  let halfLogDeterminant = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = L[i]![j]!;
      for (let k = 0; k < j; k += 1) sum -= L[i]![k]! * L[j]![k]!;
      L[i]![j] = i === j ? Math.sqrt(sum) : sum / L[j]![j]!;
    }
    halfLogDeterminant += Math.log(L[i]![i]!);
    for (let k = 0; k < i; k += 1) solution[i]! -= L[i]![k]! * solution[k]!;
    solution[i]! /= L[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) solution[i]! -= L[k]![i]! * solution[k]!;
    solution[i]! /= L[i]![i]!;
  }
  return { solution, halfLogDeterminant };
}
