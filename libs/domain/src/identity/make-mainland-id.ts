import { mod11_2 } from '../check-characters/mod-11-2.js';
import { parseCivilDate } from '../time/civil-date.js';

/**
 * A well-formed resident number (GB 11643-1999) for drills: area of 6 digits, birth date `YYYYMMDD`, sequence of
 * 3 digits (odd male, even female). Throws RangeError for other shapes or a day that does not exist.
 */
export function makeMainlandId(area: string, birthDate: string, sequence: string): string {
  if (!/^\d{6}$/.test(area) || !/^\d{3}$/.test(sequence)) throw new RangeError('6 and 3 digits');
  if (!/^\d{8}$/.test(birthDate) || !parseCivilDate(birthDate)) throw new RangeError('birth date YYYYMMDD');
  const body = area + birthDate + sequence;
  return body + mod11_2(body);
}
