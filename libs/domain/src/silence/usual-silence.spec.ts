import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSilentTooLong, usualSilenceMs, withPause } from './usual-silence.js';

const minute = 60_000;
const hour = 60 * minute;

describe('the usual silence of a connection', () => {
  it('is learned from pauses between runs, not between wells, nor from nights', () => {
    let pauses: readonly number[] = [];
    for (const pause of [200, 59_999, 30 * minute, 20 * minute, 9 * hour, 40 * minute, 1])
      pauses = withPause(pauses, pause);
    expect(pauses).toEqual([30 * minute, 20 * minute, 40 * minute]);
    expect(usualSilenceMs(pauses)).toBe(60 * minute);
  });

  it('is three hours until it is learned, and keeps within 15 min and 6 h', () => {
    expect(usualSilenceMs([minute, minute])).toBe(3 * hour);
    expect(usualSilenceMs([minute, minute, minute])).toBe(15 * minute);
    expect(usualSilenceMs([5 * hour, 5 * hour, 5 * hour])).toBe(6 * hour);
  });

  it('forgets old habits', () => {
    let pauses: readonly number[] = [5 * hour];
    for (let i = 0; i < 20; i++) pauses = withPause(pauses, 20 * minute);
    expect(usualSilenceMs(pauses)).toBe(30 * minute);
  });

  it('counts from when something began to wait, and never without work', () => {
    const pauses = [20 * minute, 20 * minute, 20 * minute];
    expect(isSilentTooLong(0, pauses, null, 100 * hour)).toBe(false);
    expect(isSilentTooLong(0, pauses, 0, 30 * minute)).toBe(false);
    expect(isSilentTooLong(0, pauses, 0, 30 * minute + 1)).toBe(true);
    expect(isSilentTooLong(0, pauses, 8 * hour, 8 * hour + 30 * minute)).toBe(false);
    expect(isSilentTooLong(0, pauses, 8 * hour, 9 * hour)).toBe(true);
  });

  it('is bounded whatever was heard', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true })), (gaps) => {
        const pauses = gaps.reduce<readonly number[]>(withPause, []);
        expect(pauses.length).toBeLessThanOrEqual(20);
        const limit = usualSilenceMs(pauses);
        expect(limit).toBeGreaterThanOrEqual(15 * minute);
        expect(limit).toBeLessThanOrEqual(6 * hour);
      }),
    );
  });
});
