/** Outside these the numbers of a pass are multiplied by a power of two, which loses no bit. */
export const SMALL = 2 ** -300;
export const BIG = 2 ** 300;

/** Divides the numbers of all states within `active` by 2^e, e the exponent of `top`; @returns e. */
export function rescale(values: Float64Array, active: number, top: number): number {
  const exponent = Math.floor(Math.log2(top));
  const factor = 2 ** -exponent;
  let state = 0;
  do {
    values[state]! *= factor;
    state = (state - active) & active;
  } while (state !== 0);
  return exponent;
}
