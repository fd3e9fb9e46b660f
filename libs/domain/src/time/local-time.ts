import { type CivilDate, DAY_MS, dayNumber, civilDateOf, HOUR_MS } from './civil-date.js';

// Making a formatter costs some 50 µs, using it 2 µs; a city has one zone.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    calendar: 'gregory',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}

// Offsets of quarters of an hour that have one: every reading of an analyser passes here.
const QUARTER_MS = 15 * 60_000;
const quarters = new Map<string, number | null>();

/**
 * Milliseconds that the wall clock of an IANA zone is ahead of UTC at a moment (negative: behind).
 * Throws RangeError for a zone that the platform does not know.
 */
export function zoneOffsetMs(at: number, timeZone: string): number {
  const quarter = Math.floor(at / QUARTER_MS);
  const key = `${timeZone} ${quarter}`;
  let known = quarters.get(key);
  if (known === undefined) {
    if (quarters.size > 10_000) quarters.clear();
    const offset = readOffset(quarter * QUARTER_MS, timeZone);
    known = readOffset((quarter + 1) * QUARTER_MS - 1, timeZone) === offset ? offset : null;
    quarters.set(key, known);
  }
  return known ?? readOffset(at, timeZone);
}

function readOffset(at: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const part of formatterOf(timeZone).formatToParts(at)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/** The calendar day that the zone's wall clock shows at a moment. */
export function localDate(at: number, timeZone: string): CivilDate {
  return civilDateOf(Math.floor((at + zoneOffsetMs(at, timeZone)) / DAY_MS));
}

/** Milliseconds since midnight on the zone's wall clock (on a day with a clock change not the time elapsed). */
export function localTimeOfDayMs(at: number, timeZone: string): number {
  const wall = at + zoneOffsetMs(at, timeZone);
  return wall - Math.floor(wall / DAY_MS) * DAY_MS;
}

/**
 * The first moment of a calendar day in a zone. Usually its midnight; where the clock skips midnight the first
 * moment after, and where a zone skipped the whole day the first moment of the next.
 */
export function startOfLocalDate(date: CivilDate, timeZone: string): number {
  const wanted = dayNumber(date);
  // No zone is farther than 14 hours from UTC, so the day's start lies between these two.
  let before = wanted * DAY_MS - 15 * HOUR_MS;
  let after = wanted * DAY_MS + 15 * HOUR_MS;
  const offset = zoneOffsetMs(before, timeZone);
  if (zoneOffsetMs(after, timeZone) === offset) return wanted * DAY_MS - offset;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    const reached = Math.floor((middle + zoneOffsetMs(middle, timeZone)) / DAY_MS) >= wanted;
    if (reached) after = middle;
    else before = middle;
  }
  return after;
}

/** The first moment of the zone's calendar day that holds `now`. */
export function startOfLocalDay(now: number, timeZone: string): number {
  return startOfLocalDate(localDate(now, timeZone), timeZone);
}

/**
 * The city's next local midnight: the first moment that no longer belongs to the day of `now` (R3: suspected
 * cases are cleared before it). 23, 24 or 25 hours after the day's start where clocks change.
 */
export function endOfLocalDay(now: number, timeZone: string): number {
  const { year, month, day } = localDate(now, timeZone);
  return startOfLocalDate(civilDateOf(dayNumber({ year, month, day: day + 1 })), timeZone);
}
