import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilDateOf, dayNumber, formatCivilDate, HOUR_MS, parseCivilDate } from './civil-date.js';
import { endOfLocalDay, localDate, localTimeOfDayMs, startOfLocalDay, zoneOffsetMs } from './local-time.js';

const at = (text: string): number => Date.parse(text);

describe('civil dates', () => {
  it('go to day numbers and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 300_000 }), (days) => {
        expect(dayNumber(civilDateOf(days))).toBe(days);
      }),
    );
  });

  it('are read only when they exist', () => {
    expect(parseCivilDate('20240229')).toEqual({ year: 2024, month: 2, day: 29 });
    expect(parseCivilDate('2024-02-29')).toEqual({ year: 2024, month: 2, day: 29 });
    for (const wrong of ['20230229', '19000229', '20241301', '20240100', '2024-0101', '00240101', '', 'x']) {
      expect(parseCivilDate(wrong)).toBeNull();
    }
    expect(formatCivilDate({ year: 987, month: 2, day: 3 })).toBe('0987-02-03');
  });
});

describe('local days', () => {
  it('end at the city’s own midnight', () => {
    expect(endOfLocalDay(at('2022-04-04T15:59:59Z'), 'Asia/Shanghai')).toBe(at('2022-04-04T16:00:00Z'));
    expect(endOfLocalDay(at('2022-04-04T16:00:00Z'), 'Asia/Shanghai')).toBe(at('2022-04-05T16:00:00Z'));
    expect(endOfLocalDay(at('2022-12-31T12:00:00Z'), 'Asia/Kathmandu')).toBe(at('2022-12-31T18:15:00Z'));
  });

  it('last 23 and 25 hours when clocks change', () => {
    const length = (now: number, zone: string): number =>
      (endOfLocalDay(now, zone) - startOfLocalDay(now, zone)) / HOUR_MS;
    expect(length(at('2024-03-31T12:00:00Z'), 'Europe/Berlin')).toBe(23);
    expect(length(at('2024-10-27T12:00:00Z'), 'Europe/Berlin')).toBe(25);
    expect(length(at('2024-10-26T12:00:00Z'), 'Europe/Berlin')).toBe(24);
    // Shanghai's last summer time began on 1991-04-14 at 02:00.
    expect(length(at('1991-04-14T12:00:00Z'), 'Asia/Shanghai')).toBe(23);
  });

  it('start after a skipped midnight, and survive a skipped day', () => {
    // Beirut jumped from 00:00 to 01:00; Apia had no 30 December 2011.
    expect(startOfLocalDay(at('2022-03-27T12:00:00Z'), 'Asia/Beirut')).toBe(at('2022-03-26T22:00:00Z'));
    expect(endOfLocalDay(at('2011-12-30T05:00:00Z'), 'Pacific/Apia')).toBe(at('2011-12-30T10:00:00Z'));
  });

  it('hold their moment and nothing outside', () => {
    const zones = [
      'Asia/Shanghai',
      'Europe/Berlin',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Urumqi',
    ];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000_000 }), fc.constantFrom(...zones), (now, zone) => {
        const start = startOfLocalDay(now, zone);
        const end = endOfLocalDay(now, zone);
        expect(start).toBeLessThanOrEqual(now);
        expect(end).toBeGreaterThan(now);
        expect(localDate(start, zone)).toEqual(localDate(now, zone));
        expect(localDate(end - 1, zone)).toEqual(localDate(now, zone));
        expect(localDate(start - 1, zone)).not.toEqual(localDate(now, zone));
      }),
    );
  });

  it('know the wall clock', () => {
    expect(zoneOffsetMs(at('2024-06-01T00:00:00.250Z'), 'Asia/Shanghai')).toBe(8 * HOUR_MS);
    expect(localTimeOfDayMs(at('2024-06-01T00:00:00.250Z'), 'Asia/Shanghai')).toBe(8 * HOUR_MS + 250);
    expect(() => zoneOffsetMs(0, 'Nowhere/City')).toThrow(RangeError);
  });
});
