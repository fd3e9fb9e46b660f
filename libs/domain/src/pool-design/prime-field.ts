/** Arithmetic modulo a small prime: below 2^15, so that products stay exact. */

export function isPrime(n: number): boolean {
  if (!Number.isInteger(n) || n < 2) return false;
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return false;
  return true;
}

export const modulo = (value: number, prime: number): number => ((value % prime) + prime) % prime;

export function power(base: number, exponent: number, prime: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i += 1) result = (result * base) % prime;
  return result;
}

/** Of a value that is not 0, by Fermat. */
export const inverse = (value: number, prime: number): number => power(value, prime - 2, prime);

/** The smallest number whose powers are all of 1 … prime − 1. */
export function primitiveRoot(prime: number): number {
  for (let root = 1; root < prime; root += 1) {
    let order = 1;
    for (let value = root; value !== 1; value = (value * root) % prime) order += 1;
    if (order === prime - 1) return root;
  }
  throw new RangeError(`${prime} is no prime`);
}
