import { isLoincCode } from '#lis/domain';
import { knownTarget } from '#lis/hl7';
import { describe, expect, it } from 'vitest';
import { messageId } from './message-id.js';
import { overallTest, targetCodes } from './report-codes.js';

describe('codes of reports', () => {
  const all = [overallTest, ...[...targetCodes.values()].flatMap(({ ct, presence }) => [ct, presence])];

  it('are LOINC codes with right check digits, none of them twice', () => {
    expect(all.filter(({ code }) => !isLoincCode(code))).toEqual([]);
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
  });

  it('are those by which a message of results is read', () => {
    for (const [target, { ct, presence }] of targetCodes)
      expect([ct.code, presence.code].map(knownTarget)).toEqual([target, target]);
    expect(knownTarget(overallTest.code)).toBe('OVERALL');
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
