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
  it('is the binomial', () => {
    expect(chanceOfAtLeast(0, 5, 0.3)).toBe(1);
    expect(chanceOfAtLeast(1, 3, 0.25)).toBeCloseTo(1 - 0.75 ** 3, 12);
    expect(chanceOfAtLeast(3, 3, 0.25)).toBeCloseTo(0.25 ** 3, 12);
    expect(chanceOfAtLeast(2, 4, 0.5)).toBeCloseTo(11 / 16, 12);
    expect(chanceOfAtLeast(4, 4, 1)).toBe(1);
  });

  it('bears thousands', () => {
    expect(chanceOfAtLeast(5000, 10_000, 0.5)).toBeCloseTo(0.504, 3);
    expect(chanceOfAtLeast(5400, 10_000, 0.5)).toBeLessThan(1e-10);
    expect(chanceOfAtLeast(4600, 10_000, 0.5)).toBeCloseTo(1, 10);
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

  it('bears that the others are few too: of two like halls none is named, in nineteen of twenty sweeps', () => {
    let named = 0;
    for (let round = 0; round < 400; round += 1) {
      const random = seeded(`two-${round}`);
      const places = [0, 1].map((place) => {
        const positive = Array.from({ length: 100 }, () => random.next() < 0.18).filter(Boolean).length;
        return { place, counts: [pools(10, 100, positive)] };
      });
      const all = [
        pools(
          10,
          200,
          places.reduce((sum, { counts }) => sum + (counts[0]?.positive ?? 0), 0),
        ),
      ];
      if (placesThatStandOut(places, all).length > 0) named += 1;
    }
    expect(named).toBeLessThan(28);
  });

  it('weighs pools by what their size lets expect', () => {
    const places = [
      { place: 'twenty', counts: [pools(20, 100, 20)] },
      { place: 'five', counts: [pools(5, 100, 5)] },
    ];
    expect(placesThatStandOut(places, [pools(20, 100, 20), pools(5, 100, 5)])).toEqual([]);
    const other = [
      { place: 'twenty', counts: [pools(20, 100, 12)] },
      { place: 'five', counts: [pools(5, 100, 13)] },
    ];
    expect(placesThatStandOut(other, [pools(20, 100, 12), pools(5, 100, 13)])).toEqual(['five']);
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
