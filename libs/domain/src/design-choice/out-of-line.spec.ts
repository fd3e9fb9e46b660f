import { describe, expect, it } from 'vitest';
import { seeded } from '../random/seeded.js';
import { compareWithOthers } from './out-of-line.js';
import { chanceAmongStrata, type Stratum } from './strata.js';

const stratum = (pools: number, positive: number, allPools: number, allPositive: number): Stratum => ({
  pools,
  positive,
  allPools,
  allPositive,
});

const ones = (bits: number) => bits.toString(2).replaceAll('0', '').length;

describe('the exact test of strata', () => {
  it('is Fisher in one stratum: the lady who tasted tea', () => {
    const all = chanceAmongStrata([stratum(4, 4, 8, 4)]);
    expect(all).toMatchObject({ seen: 4, expected: 2, orFewer: 1 });
    expect(all.orMore).toBeCloseTo(1 / 70, 14);
    expect(chanceAmongStrata([stratum(4, 3, 8, 4)]).orMore).toBeCloseTo(17 / 70, 14);
    // two of five: C(10,2) C(20,3) / C(30,5)
    const exact = chanceAmongStrata([stratum(5, 2, 30, 10)]);
    expect(exact.orMore + exact.orFewer - 1).toBeCloseTo((45 * 1140) / 142_506, 14);
  });

  it('sums strata as counting all ways does', () => {
    const strata = [stratum(3, 2, 7, 3), stratum(2, 1, 9, 4), stratum(5, 3, 8, 5)];
    const ways = strata.map(({ pools, allPools, allPositive }) => {
      const counts = Array.from({ length: allPositive + 1 }, () => 0);
      for (let drawn = 0; drawn < 1 << allPools; drawn += 1) {
        const bits = ones(drawn);
        if (bits !== pools) continue;
        const found = ones(drawn & ((1 << allPositive) - 1));
        counts[found] = (counts[found] ?? 0) + 1;
      }
      return counts;
    });
    let [total, more, fewer] = [0, 0, 0];
    ways[0]!.forEach((a, i) =>
      ways[1]!.forEach((b, j) =>
        ways[2]!.forEach((c, k) => {
          total += a * b * c;
          if (i + j + k >= 6) more += a * b * c;
          if (i + j + k <= 6) fewer += a * b * c;
        }),
      ),
    );
    const tested = chanceAmongStrata(strata);
    expect(tested.orMore).toBeCloseTo(more / total, 12);
    expect(tested.orFewer).toBeCloseTo(fewer / total, 12);
  });

  it('is told nothing by strata of one laboratory or without positives', () => {
    const nothing = [stratum(50, 9, 50, 9), stratum(20, 0, 40, 0), stratum(0, 0, 40, 7)];
    expect(chanceAmongStrata(nothing)).toEqual({ seen: 0, expected: 0, orMore: 1, orFewer: 1 });
  });

  it('stays exact with thousands of positives, and refuses counts that are none', () => {
    const large = chanceAmongStrata([stratum(50_000, 2_500, 100_000, 5_000)]);
    expect(large.orMore).toBeCloseTo(large.orFewer, 10);
    const deviation = Math.sqrt((5_000 * 0.5 * 0.5 * 95_000) / 99_999);
    const far = chanceAmongStrata([stratum(50_000, 2_500 + Math.round(4 * deviation), 100_000, 5_000)]);
    // the normal tail at 4 deviations is 3.2e-5
    expect(far.orMore).toBeGreaterThan(2.5e-5);
    expect(far.orMore).toBeLessThan(4e-5);
    for (const wrong of [
      stratum(5, 6, 9, 7),
      stratum(10, 1, 9, 7),
      stratum(1.5, 1, 9, 7),
      stratum(2, 1, 3, 4),
    ])
      expect(() => chanceAmongStrata([wrong])).toThrow(RangeError);
  });
});

type Shares = Parameters<typeof compareWithOthers<string>>[0][number];
const flags = (strata: readonly Shares[]) =>
  Object.fromEntries([...compareWithOthers(strata)].map(([who, one]) => [who, one && one.outOfLine]));
const shares = (pools: number, positive: Record<string, number>): Shares =>
  Object.entries(positive).map(([who, own]) => ({ who, pools, positive: own }));
const tested = (random: ReturnType<typeof seeded>, pools: number, chance: number) =>
  Array.from({ length: pools }, () => random.next() < chance).filter(Boolean).length;

describe('laboratories out of line', () => {
  const bad = [
    shares(300, { A: 6, B: 5, C: 21, D: 7 }),
    shares(300, { A: 2, B: 3, C: 12, D: 2 }),
    shares(300, { A: 0, B: 1, C: 9, D: 1 }),
  ];

  it('are named with their direction, and the others are compared without them', () => {
    expect(flags(bad)).toEqual({ A: null, B: null, C: 'more', D: null });
    const compared = compareWithOthers(bad);
    expect(compared.get('C')).toMatchObject({ seen: 42 });
    expect(compared.get('C')!.expected).toBeCloseTo(69 / 4, 10);
    expect(compared.get('A')!.expected).toBeCloseTo(9, 10);
    expect(
      flags(bad.map((site) => site.map((one) => (one.who === 'C' ? { ...one, positive: 0 } : one)))),
    ).toEqual({ A: null, B: null, C: 'fewer', D: null });
  });

  it('are both named where there are two: nobody else can tell which it is', () => {
    expect(flags([shares(500, { A: 4, B: 40 })])).toEqual({ A: 'fewer', B: 'more' });
  });

  it('are not those that serve a hot place', () => {
    // of all B's tubes 20 % are positive, of A's 3.8 %; on the site that both serve they are alike
    const hot = shares(400, { A: 80, B: 81 });
    expect(flags([hot, shares(4000, { A: 90 })])).toEqual({ A: null, B: null });
  });

  it('are not named for one positive pool, nor where nothing can be compared', () => {
    const one = [
      { who: 'A', pools: 1, positive: 1 },
      { who: 'B', pools: 9_999, positive: 0 },
    ];
    const compared = compareWithOthers([one, shares(100, { C: 30 })]);
    expect(compared.get('A')).toMatchObject({ outOfLine: null, chance: 2e-4 });
    expect(compared.get('B')).toMatchObject({ outOfLine: null });
    expect(compared.get('C')).toBeNull();
  });

  it('are named falsely in one answer of twenty at most, where all are alike', () => {
    const random = seeded('alike');
    const rounds = 400;
    let named = 0;
    for (let round = 0; round < rounds; round += 1) {
      const strata = Array.from({ length: 12 }, () => {
        const chance = 0.002 + 0.1 * random.next() ** 3;
        return ['A', 'B', 'C', 'D', 'E'].map((who) => {
          const pools = 10 + Math.floor(60 * random.next());
          return { who, pools, positive: tested(random, pools, chance) };
        });
      });
      if (Object.values(flags(strata)).some(Boolean)) named += 1;
    }
    expect(named / rounds).toBeLessThan(0.05 + 2 * Math.sqrt((0.05 * 0.95) / rounds));
  });

  it('are found nearly always at four times as many, and nobody else for it', () => {
    const random = seeded('fourfold');
    const rounds = 200;
    let [found, others] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const strata = Array.from({ length: 20 }, () =>
        ['A', 'B', 'C', 'D'].map((who) => ({
          who,
          pools: 50,
          positive: tested(random, 50, who === 'C' ? 0.04 : 0.01),
        })),
      );
      const { C, ...rest } = flags(strata);
      if (C === 'more') found += 1;
      if (Object.values(rest).some(Boolean)) others += 1;
    }
    expect(found / rounds).toBeGreaterThan(0.97);
    expect(others / rounds).toBeLessThan(0.05 + 2 * Math.sqrt((0.05 * 0.95) / rounds));
  });
});
