import { dayNumber, DAY_MS, formatCivilDate, HOUR_MS, parseCivilDate } from '../time/civil-date.js';

const OLDEST_YEARS = 125;

/** `YYYY-MM-DD` of a birth date in either spelling; null when there is no such day. */
export function normaliseBirthDate(text: string): string | null {
  const date = parseCivilDate(text.trim());
  return date && formatCivilDate(date);
}

/**
 * Whether somebody tested at `now` (epoch ms) can have been born on that day: it exists, is not in the future
 * anywhere on earth, and is not more than 125 years ago.
 */
export function isPlausibleBirthDate(text: string, now: number): boolean {
  const date = parseCivilDate(text.trim());
  if (!date) return false;
  const born = dayNumber(date);
  const latest = Math.floor((now + 14 * HOUR_MS) / DAY_MS);
  return born <= latest && born >= latest - OLDEST_YEARS * 365.25;
}
