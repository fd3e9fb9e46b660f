/** A day of the Gregorian calendar; `month` and `day` count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

/** Days since 1970-01-01 of the proleptic Gregorian calendar. The day may lie outside its month and carries over. */
export function dayNumber({ year, month, day }: CivilDate): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** The calendar day of a day number. */
export function civilDateOf(days: number): CivilDate {
  const date = new Date(days * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Reads `YYYYMMDD` or `YYYY-MM-DD` from the year 1000 on; null when there is no such day. */
export function parseCivilDate(text: string): CivilDate | null {
  const match = /^([1-9]\d{3})(-?)(\d{2})\2(\d{2})$/.exec(text);
  if (!match) return null;
  const date = { year: Number(match[1]), month: Number(match[3]), day: Number(match[4]) };
  const same = civilDateOf(dayNumber(date));
  return same.year === date.year && same.month === date.month && same.day === date.day ? date : null;
}

/** `YYYY-MM-DD`. */
export function formatCivilDate({ year, month, day }: CivilDate): string {
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join(
    '-',
  );
}
