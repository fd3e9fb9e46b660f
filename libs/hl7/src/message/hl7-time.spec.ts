import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHl7Time, parseHl7Time } from './hl7-time.js';

describe('HL7 times', () => {
  it.each<[string, string]>([
    ['20260301101500+0800', '2026-03-01T10:15:00+08:00'],
    ['20240229235959.1234-0330', '2024-02-29T23:59:59.123-03:30'],
    ['202603011015', '2026-03-01T10:15:00+08:00'],
    ['20260301', '2026-03-01T00:00:00+08:00'],
    ['19691231235959+0000', '1969-12-31T23:59:59Z'],
  ])('reads %s', (ts, iso) => {
    expect(parseHl7Time(ts, 480)).toBe(Date.parse(iso));
  });

  it.each(['', '2026', '202603', '20260230', '20261301', '20260100', '2026030125', '2026-03-01', 'x'])(
    'refuses %j',
    (ts) => {
      expect(parseHl7Time(ts, 0)).toBeNull();
    },
  );

  it('writes what it reads', () => {
    expect(formatHl7Time(Date.parse('2026-03-01T02:15:00Z'), 480)).toBe('20260301101500+0800');
    expect(formatHl7Time(Date.parse('2026-03-01T02:15:00.007Z'), -210)).toBe('20260228224500.007-0330');
    const instant = fc.date({
      min: new Date('0002-01-01'),
      max: new Date('9998-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.integer({ min: -720, max: 840 }), (when, offset) => {
        const text = formatHl7Time(when.getTime(), offset);
        expect(parseHl7Time(text, 0)).toBe(when.getTime());
        expect(text.slice(0, 14)).toBe(
          new Date(when.getTime() + offset * 60_000).toISOString().replaceAll(/[-T:]/g, '').slice(0, 14),
        );
      }),
    );
  });
});
