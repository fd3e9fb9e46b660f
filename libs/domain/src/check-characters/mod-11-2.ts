const CHARACTERS = '0123456789X';

/** The check character of ISO 7064 MOD 11-2 for a text of digits: `0` … `9` or `X` (GB 11643-1999). */
export function mod11_2(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new RangeError('digits only');
  let product = 0;
  for (const digit of digits) product = ((product + Number(digit)) * 2) % 11;
  return CHARACTERS[(12 - product) % 11] as string;
}

/** Whether a number that ends with its ISO 7064 MOD 11-2 check character is intact. */
export function isMod11_2(number: string): boolean {
  return /^\d+[\dX]$/.test(number) && mod11_2(number.slice(0, -1)) === number.at(-1);
}
