import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash32 } from './hash32.js';
import { seeded } from './seeded.js';

const take = (seed: string | number, count: number): number[] => {
  const random = seeded(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('seeded', () => {
  it('repeats itself for equal seeds and for nothing else', () => {
    expect(take('city-1', 5)).toEqual(take('city-1', 5));
    expect(take('city-1', 5)).not.toEqual(take('city-2', 5));
    expect(take(7, 5)).toEqual(take('7', 5));
  });

  it('is pinned, so that an old drill can be replayed', () => {
    const random = seeded('sweepwell');
    expect(Array.from({ length: 6 }, () => random.int(1000))).toMatchInlineSnapshot(`
      [
        204,
        309,
        605,
        435,
        741,
        288,
      ]
    `);
  });

  it('fills [0, 1) evenly', () => {
    const bins = Array.from({ length: 10 }, () => 0);
    for (const value of take(1, 20_000)) bins[Math.floor(value * 10)]! += 1;
    // Standard deviation of a bin is 42; six of them are 255.
    for (const bin of bins) expect(Math.abs(bin - 2000)).toBeLessThan(255);
  });

  it('gives normal deviates of the wanted mean and spread', () => {
    const random = seeded(2);
    const values = Array.from({ length: 20_000 }, () => random.normal(30, 2));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(30, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  });

  it('shuffles without losing or doubling, and leaves the list alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (list, seed) => {
        const before = [...list];
        const shuffled = seeded(seed).shuffle(list);
        expect(list).toEqual(before);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      }),
    );
  });

  it('picks only what is there and refuses an empty choice', () => {
    const random = seeded(3);
    for (let turn = 0; turn < 100; turn += 1) expect(['a', 'b']).toContain(random.pick(['a', 'b']));
    expect(() => random.pick([])).toThrow(RangeError);
    expect(() => random.int(0)).toThrow(RangeError);
    expect(() => random.int(1.5)).toThrow(RangeError);
  });
});

describe('hash32', () => {
  it('stays in 32 bits and seldom collides', () => {
    const hashes = new Set(Array.from({ length: 10_000 }, (_, index) => hash32(`tube-${index}`)));
    expect(hashes.size).toBeGreaterThan(9_990);
    for (const hash of hashes) expect(hash === hash >>> 0).toBe(true);
  });

  it('tells apart characters that share a low byte', () => {
    expect(hash32('\u0141')).not.toBe(hash32('\u0041'));
  });
});
