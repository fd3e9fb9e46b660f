/** The highest point of a function that has one peak: the best of an even grid, then golden sections of the cells beside it. */
export function peakOf(
  of: (at: number) => number,
  from: number,
  to: number,
): { readonly at: number; readonly value: number } {
  const cells = 16;
  const step = (to - from) / cells;
  let best = { at: from, value: of(from) };
  for (let i = 1; i <= cells; i += 1) {
    const value = of(from + i * step);
    if (value > best.value) best = { at: from + i * step, value };
  }
  let [low, high] = [Math.max(from, best.at - step), Math.min(to, best.at + step)];
  const inner = (at: number) => ({ at, value: of(at) });
  let [left, right] = [inner(high - GOLDEN * (high - low)), inner(low + GOLDEN * (high - low))];
  while (high - low > 1e-4) {
    if (left.value >= right.value) {
      [high, right] = [right.at, left];
      left = inner(high - GOLDEN * (high - low));
    } else {
      [low, left] = [left.at, right];
      right = inner(low + GOLDEN * (high - low));
    }
  }
  const last = left.value >= right.value ? left : right;
  return last.value > best.value ? last : best;
}
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Where `isIn` ends between a value inside and one that may be outside. */
export function edgeOf(isIn: (at: number) => boolean, inside: number, outside: number): number {
  if (isIn(outside)) return outside;
  let [within, beyond] = [inside, outside];
  while (Math.abs(beyond - within) > 1e-3) {
    const middle = (within + beyond) / 2;
    if (isIn(middle)) within = middle;
    else beyond = middle;
  }
  return beyond;
}
