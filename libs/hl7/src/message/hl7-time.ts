import { civilFromDays, daysFromCivil } from './civil-day.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const pattern =
  /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,4}))?)?)?)?(?:([+-])(\d{2})(\d{2}))?$/;

/**
 * An instant as HL7 TS/DTM, `YYYYMMDDHHMMSS[.SSS]+ZZZZ`; milliseconds only when there are some.
 * `epochMs` since 1970-01-01 UTC (whole milliseconds, years 0000 to 9999), `offsetMinutes` east of UTC.
 */
export function formatHl7Time(epochMs: number, offsetMinutes: number): string {
  const local = Math.trunc(epochMs) + offsetMinutes * MINUTE;
  const days = Math.floor(local / DAY);
  const { year, month, day } = civilFromDays(days);
  const ms = local - days * DAY;
  const clock = [Math.floor(ms / 3_600_000), Math.floor(ms / MINUTE) % 60, Math.floor(ms / 1000) % 60];
  const fraction = ms % 1000 === 0 ? '' : `.${pad(ms % 1000, 3)}`;
  const east = Math.abs(offsetMinutes);
  const zone = `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(east / 60), 2)}${pad(east % 60, 2)}`;
  return pad(year, 4) + [month, day, ...clock].map((part) => pad(part, 2)).join('') + fraction + zone;
}

/**
 * HL7 TS/DTM to milliseconds since 1970-01-01 UTC. A time without a zone is taken at `defaultOffsetMinutes`
 * east of UTC; a day alone is its midnight. `null` for anything that is not a date, or less precise than a day.
 */
export function parseHl7Time(ts: string, defaultOffsetMinutes: number): number | null {
  const match = pattern.exec(ts.trim());
  if (match === null) return null;
  const part = (i: number) => Number(match[i] ?? '0');
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return null;
  const days = daysFromCivil(year, month, day);
  // A day that the month does not have would come back as another date.
  if (day < 1 || civilFromDays(days).month !== month) return null;
  const ms = match[7] === undefined ? 0 : Math.floor(Number(`0.${match[7]}`) * 1000 + 1e-6);
  const offset =
    match[8] === undefined ? defaultOffsetMinutes : (match[8] === '-' ? -1 : 1) * (part(9) * 60 + part(10));
  return days * DAY + hour * 3_600_000 + minute * MINUTE + second * 1000 + ms - offset * MINUTE;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
