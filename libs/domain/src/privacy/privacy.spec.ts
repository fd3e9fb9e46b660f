import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../rules/permissions.js';
import { csvText } from './csv-text.js';
import { DATA_KEY_VALUES, isDataKeyNearlyUsed } from './data-key-use.js';
import { withoutSmallCount } from './small-counts.js';

describe('CSV', () => {
  it('begins with a byte order mark, and quotes what must be', () => {
    expect(csvText([['code', '名称', 'n'], ['a,b', 'say "x"', 5], [null, 'two\nlines', -3]])).toBe(
      '\uFEFFcode,名称,n\r\n"a,b","say ""x""",5\r\n,"two\nlines",-3\r\n',
    ); // prettier-ignore
  });

  it.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '=1,2'])('never executes %j', (text) => {
    expect(
      csvText([[text]])
        .slice(1)
        .replace(/^"/, '')
        .startsWith("'"),
    ).toBe(true);
  });

  it('leaves no text of any row executable', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cell = csvText([[text]])
          .slice(1)
          .replace(/^"/, '');
        expect(/^[=+\-@\t]/.test(cell)).toBe(false);
      }),
    );
  });
});

it('withholds small counts of illness from everybody outside the health role', () => {
  for (const role of ROLES) {
    const shown = [0, 1, 4, 5, 600].map((count) => withoutSmallCount(role, count));
    expect(shown).toEqual(role === 'official' ? [0, 1, 4, 5, 600] : [null, null, null, 5, 600]);
  }
});

it('asks for a new data key at three quarters of 2^28 values', () => {
  expect(DATA_KEY_VALUES).toBe(268_435_456);
  expect([201_326_591, 201_326_592].map(isDataKeyNearlyUsed)).toEqual([false, true]);
});
