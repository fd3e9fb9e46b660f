const zones: Record<string, string> = { UTC: '+0000', GMT: '+0000', Z: '+0000' };

export type FileTime = { time: string | null; warning: string | null };

/**
 * A time of an export as HL7 time: `2022-04-04 10:20:30 PM CST`, `2022/4/4 22:20:30`, `04/30/2022 22:20:30 UTC`. `CST` is
 * China's and Chicago's: a zone's letters are left out unless they have one meaning, and the laboratory's wall clock
 * is meant. A day and month that may be either way round are no time.
 */
export function readFileTime(text: string): FileTime {
  const match =
    /^(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp][Mm])?)?\s*(Z|[+-]\d{2}:?\d{2}|[A-Za-z]{2,5})?$/.exec(
      text.trim(),
    );
  if (!match) return { time: null, warning: text.trim() === '' ? null : 'time-unreadable' };
  const [, year, month, day, first, second, lastYear, hour = '0', minute = '00', seconds = '00', half, zone] =
    match;
  let [m, d] = [Number(month), Number(day)];
  if (year === undefined) {
    [m, d] = [Number(first), Number(second)];
    if (m <= 12 && d <= 12 && m !== d) return { time: null, warning: 'time-ambiguous' };
    if (m > 12) [m, d] = [d, m];
  }
  let h = Number(hour);
  if (half !== undefined && h <= 12) h = (h % 12) + (/p/i.test(half) ? 12 : 0);
  if (m < 1 || m > 12 || d < 1 || d > 31 || h > 23 || Number(minute) > 59 || Number(seconds) > 59)
    return { time: null, warning: 'time-unreadable' };
  const two = (value: number) => String(value).padStart(2, '0');
  const known =
    zone === undefined
      ? ''
      : (zones[zone.toUpperCase()] ?? (/^[+-]/.test(zone) ? zone.replace(':', '') : null));
  return {
    time: `${year ?? lastYear}${two(m)}${two(d)}${two(h)}${minute}${seconds}${known ?? ''}`,
    warning: known === null ? `zone-not-taken:${zone}` : null,
  };
}
