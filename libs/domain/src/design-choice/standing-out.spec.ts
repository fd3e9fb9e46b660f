import { describe, expect, it } from 'vitest';
import { seeded } from '../random/seeded.js';
import { isTooFewToSay, type PoolCounts } from './estimate-prevalence.js';
import { chanceOfAtLeast, placesThatStandOut } from './standing-out.js';

const test = { sensitivity: 0.95, specificity: 0.999 };
const pools = (size: number, count: number, positive: number): PoolCounts => ({
  size,
  pools: count,
  positive,
  test,
});
const total = (places: readonly { counts: readonly PoolCounts[] }[]): PoolCounts[] =>
  [5, 10].map((size) => {
    const own = places.flatMap(({ counts }) => counts.filter((one) => one.size === size));
    const sum = (of: 'pools' | 'positive') => own.reduce((all, one) => all + one[of], 0);
    return pools(size, sum('pools'), sum('positive'));
  });

describe('chanceOfAtLeast', () => {
  it('is the binomial for equal pools', () => {
    const hit = 0.95 - 0.949 * 0.999 ** 10;
    expect(chanceOfAtLeast([pools(10, 3, 0)], 1, 0.001)).toBeCloseTo(1 - (1 - hit) ** 3, 12);
    expect(chanceOfAtLeast([pools(10, 3, 0)], 3, 0.001)).toBeCloseTo(hit ** 3, 12);
    expect(chanceOfAtLeast([pools(10, 3, 0)], 0, 0.001)).toBe(1);
  });

  it('adds pools of other sizes', () => {
    const [five, ten] = [5, 10].map((size) => 0.95 - 0.949 * 0.99 ** size) as [number, number];
    expect(chanceOfAtLeast([pools(5, 1, 0), pools(10, 1, 0)], 2, 0.01)).toBeCloseTo(five * ten, 12);
    expect(chanceOfAtLeast([pools(5, 1, 0), pools(10, 1, 0)], 1, 0.01)).toBeCloseTo(
      1 - (1 - five) * (1 - ten),
      12,
    );
  });
});

describe('placesThatStandOut', () => {
  const city = (seed: string, hot: number, share = 0.001) => {
    const random = seeded(seed);
    return Array.from({ length: 200 }, (_, place) => {
      const p = place < hot ? 10 * share : share;
      const drawn = (size: number, count: number) =>
        pools(
          size,
          count,
          Array.from({ length: count }, () => random.next() < 1 - (1 - p) ** size).filter(Boolean).length,
        );
      return { place, counts: [drawn(10, 120), drawn(5, 20)] };
    });
  };

  it('names the places of an outbreak and few others', () => {
    let [found, falsely] = [0, 0];
    for (let round = 0; round < 20; round += 1) {
      const places = city(`out-${round}`, 5);
      const named = placesThatStandOut(places, total(places));
      found += named.filter((place) => place < 5).length;
      falsely += named.filter((place) => place >= 5).length;
    }
    expect(found).toBeGreaterThan(85);
    expect(falsely).toBeLessThan(4);
  });

  it('names nobody where all are alike, in nineteen of twenty sweeps', () => {
    const alarms = Array.from({ length: 60 }, (_, round) => city(`like-${round}`, 0)).filter(
      (places) => placesThatStandOut(places, total(places)).length > 0,
    );
    expect(alarms.length).toBeLessThan(8);
  });

  it('sees the one place that has all positives, though they make up what all have', () => {
    const places = [0, 1, 2].map((place) => ({ place, counts: [pools(10, 100, place === 0 ? 6 : 0)] }));
    expect(placesThatStandOut(places, [pools(10, 300, 6)])).toEqual([0]);
    const one = [0, 1, 2].map((place) => ({ place, counts: [pools(10, 100, place === 0 ? 1 : 0)] }));
    expect(placesThatStandOut(one, [pools(10, 300, 1)])).toEqual([]);
    expect(placesThatStandOut([], [])).toEqual([]);
  });
});

describe('isTooFewToSay', () => {
  it('holds wide intervals back unless all of it is low', () => {
    expect(isTooFewToSay({ estimate: 0, low: 0, high: 1 })).toBe(true);
    expect(isTooFewToSay({ estimate: 0, low: 0, high: 0.0011 })).toBe(true);
    expect(isTooFewToSay({ estimate: 0, low: 0, high: 0.0009 })).toBe(false);
    expect(isTooFewToSay({ estimate: 0.002, low: 0.001, high: 0.009 })).toBe(false);
    expect(isTooFewToSay({ estimate: 0.002, low: 0.0005, high: 0.009 })).toBe(true);
  });
});
