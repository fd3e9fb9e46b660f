import { mod11_2 } from '../check-characters/mod-11-2.js';
import { parseCivilDate } from '../time/civil-date.js';

/**
 * One spelling for what scanners, input methods and hands make of a number: full-width to half-width (NFKC), no
 * spaces, hyphens, dots between name parts, control or invisible characters, upper case.
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cc}\p{Cf}\p{Pd}\u2212\u00b7\u30fb]/gu, '')
    .toUpperCase();
}

/**
 * Turns a 15-digit resident number (before 1999) into its 18-digit successor: the century is 19, or 18 for the
 * sequence numbers 996–999 that were kept for centenarians, and a check character follows (GB 11643-1999).
 * Other texts, and numbers whose birth date does not exist, come back unchanged.
 */
export function toEighteenDigits(number: string): string {
  if (!/^\d{15}$/.test(number)) return number;
  const century = /99[6-9]$/.test(number) ? '18' : '19';
  const body = number.slice(0, 6) + century + number.slice(6);
  return parseCivilDate(body.slice(6, 14)) ? body + mod11_2(body) : number;
}

/** Whether a text has the form shared by resident numbers, residence permits and the 2023 foreigner's card. */
export function isEighteen(number: string): boolean {
  return /^\d{17}[\dX]$/.test(number);
}
