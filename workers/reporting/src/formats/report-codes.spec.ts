import { describe, expect, it } from 'vitest';
import { messageId } from './message-id.js';
import { overallTest, targetCodes } from './report-codes.js';

/** LOINC's check digit: mod 10 (Luhn) over the number before the hyphen. */
function hasRightCheckDigit(code: string): boolean {
  const [digits = '', check] = code.split('-');
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return String((10 - (sum % 10)) % 10) === check;
}

describe('codes of reports', () => {
  const all = [overallTest, ...[...targetCodes.values()].flatMap(({ ct, presence }) => [ct, presence])];

  it('are LOINC codes with right check digits, none of them twice', () => {
    expect(hasRightCheckDigit('94510-3')).toBe(false);
    expect(all.filter(({ code }) => !hasRightCheckDigit(code))).toEqual([]);
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
  });

  it('never call a Ct a presence', () => {
    for (const { ct, presence } of targetCodes.values()) {
      expect(ct.name).toContain('[Cycle Threshold #]');
      expect(presence.name).toContain('[Presence]');
    }
  });
});

describe('ids of messages', () => {
  it('are 20 characters that nothing need escape, the same for the same names and no others', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => messageId('delivery', 'x', 1, index));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(messageId('a', 1)).toBe(messageId('a', 1));
    expect(messageId('a', 1)).not.toBe(messageId('a', '1'));
  });
});
