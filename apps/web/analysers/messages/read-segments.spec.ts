import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSegments } from './read-segments.js';

describe('segments of a message', () => {
  it('number their fields as HL7 counts, a header’s separator among them', () => {
    expect(readSegments(['MSH|^~\\&|A||B', 'OBX|1|NM|FAM||28', ''])).toEqual([
      {
        name: 'MSH',
        fields: [
          { name: 'MSH-2', text: '^~\\&' },
          { name: 'MSH-3', text: 'A' },
          { name: 'MSH-5', text: 'B' },
        ],
      },
      {
        name: 'OBX',
        fields: [
          { name: 'OBX-1', text: '1' },
          { name: 'OBX-2', text: 'NM' },
          { name: 'OBX-3', text: 'FAM' },
          { name: 'OBX-5', text: '28' },
        ],
      },
    ]);
  });

  it('go by the header’s own separator, and keep what is no segment', () => {
    expect(readSegments(['MSH#^~\\&#A', 'PID#1#***', 'half a line|x'])).toMatchObject([
      { name: 'MSH' },
      { name: 'PID', fields: [{ name: 'PID-1' }, { name: 'PID-2', text: '***' }] },
      { name: '', fields: [{ text: 'half a line|x' }] },
    ]);
  });

  it('lose nothing of any lines', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (lines) => {
        const told = readSegments(['MSH|^~\\&', ...lines]);
        const kept = lines.filter((line) => line.trim() !== '');
        expect(told).toHaveLength(kept.length + 1);
        for (const [index, { name, fields }] of told.slice(1).entries())
          if (name === '') expect(fields[0]?.text).toBe(kept[index]);
      }),
    );
  });
});
