import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseDesign, type DesignWish, NEVER_POOL_ABOVE } from './choose-design.js';
import { defaultTolerance, designCandidates } from './design-candidates.js';
import { missedPer100000 } from './design-cost.js';
import { hierarchicalCost } from './hierarchical-cost.js';
import { adviseSwabPoolSize } from './swab-pool-advice.js';

const exact = (p: number) => ({ estimate: p, low: p, high: p });
const perfect = { assay: { sensitivity: 1, specificity: 1 }, seenInPool: () => 1 };
const noisy = { assay: { sensitivity: 0.98, specificity: 0.99 }, seenInPool: (k: number) => 1 - 0.004 * k };
const wish = (change: Partial<DesignWish> = {}): DesignWish => ({
  prevalence: exact(0.005),
  tests: perfect,
  validatedPoolSize: 100,
  sensitivityFloor: 0,
  missedLimit: Number.POSITIVE_INFINITY,
  hoursPerStage: 4,
  deadlineHours: 24,
  aliquotsLimit: 9,
  hasRobot: true,
  specimensPerDay: 1000,
  retestsPerDay: 1000,
  ...change,
});
const chosenId = (change: Partial<DesignWish>) => chooseDesign(wish(change)).chosen.candidate.id;

describe('chooseDesign', () => {
  it('takes the cheapest of all that are offered (2.1, noiseless)', () => {
    expect(chosenId({ prevalence: exact(0.0005), validatedPoolSize: 81 })).toBe('hypercube-3^4-master');
    expect(chosenId({ prevalence: exact(0.0005) })).toBe('array-8x12-master');
    expect(chosenId({ prevalence: exact(0.001), validatedPoolSize: 64 })).toBe('stages-64:8:1');
    expect(chosenId({ prevalence: exact(0.005) })).toBe('stages-36:6:1');
    expect(chosenId({ prevalence: exact(0.02), hasRobot: false, aliquotsLimit: 2 })).toBe('stages-16:4:1');
    expect(chosenId({ prevalence: exact(0.01), hasRobot: false, aliquotsLimit: 2 })).toBe('stages-25:5:1');
    expect(chosenId({ prevalence: exact(0.01), aliquotsLimit: 1 })).toBe('stages-11:1');
    expect(chosenId({ prevalence: exact(0.05), aliquotsLimit: 2 })).toBe('stages-9:3:1');
  });

  it('names a runner-up of another family and the prevalence where both cost the same', () => {
    const { chosen, runnerUp, breakEven, weighed } = chooseDesign(wish({ prevalence: exact(0.01) }));
    expect(chosen.candidate.id).toBe('stages-25:5:1');
    expect(runnerUp?.candidate.id).toBe('hyper-384x32-q2');
    expect(breakEven).toBeCloseTo(0.3095, 4);
    const cost = (which: typeof runnerUp) =>
      which?.candidate.cost(breakEven ?? Number.NaN, perfect).testsPerPerson;
    expect(cost(chosen)).toBeCloseTo(cost(runnerUp) ?? Number.NaN, 9);
    weighed
      .slice(1)
      .forEach((one, i) =>
        expect(one.cost.testsPerPerson).toBeGreaterThanOrEqual(weighed[i]?.cost.testsPerPerson ?? 0),
      );
  });

  it.each([
    ['sensitivity', { tests: noisy, sensitivityFloor: 0.9 }],
    ['missed', { tests: noisy, missedLimit: 40, prevalence: { estimate: 0.005, low: 0.001, high: 0.009 } }],
    ['deadline', { deadlineHours: 9 }],
    ['aliquots', { aliquotsLimit: 2 }],
    ['robot', { hasRobot: false }],
    ['retests', { retestsPerDay: 30 }],
    ['batch', { specimensPerDay: 90, retestsPerDay: 90 }],
  ] as const)('holds the limit of %s and says where it was broken', (refusal, change) => {
    const choice = chooseDesign(wish(change));
    expect(choice.chosen.refusals).toEqual([]);
    const refused = choice.weighed.filter(({ refusals }) => refusals.includes(refusal));
    expect(refused.length).toBeGreaterThan(0);
    const cheapest = choice.weighed[0];
    if (cheapest?.refusals.length === 0) expect(cheapest).toBe(choice.chosen);
    expect(refused.every(({ candidate }) => candidate.family !== 'individual')).toBe(true);
  });

  it('never pools beyond what was validated, and single testing when nothing is admissible', () => {
    for (const validatedPoolSize of [0, 1, 5, 10, 32])
      for (const { candidate } of chooseDesign(wish({ validatedPoolSize })).weighed)
        expect(candidate.largestPool).toBeLessThanOrEqual(Math.max(1, validatedPoolSize));
    const none = chooseDesign(wish({ tests: noisy, sensitivityFloor: 0.999 }));
    expect(none.chosen.candidate.id).toBe('individual');
    expect(none.runnerUp).toBeNull();
    expect(none.breakEven).toBeNull();
    expect(none.warnings).toContain('pooling-does-not-pay');
  });

  it('warns when pooling collapses', () => {
    const warnings = (prevalence: DesignWish['prevalence']) => chooseDesign(wish({ prevalence })).warnings;
    expect(warnings(exact(0.01))).toEqual([]);
    expect(warnings({ estimate: 0.12, low: 0.08, high: 0.16 })).toEqual(['pooling-collapsing']);
    expect(warnings({ estimate: 0.001, low: 0, high: 0.01 })).toEqual(['prevalence-unsure']);
    expect(warnings(exact(0.39))).toEqual(['pooling-collapsing', 'never-pool', 'pooling-does-not-pay']);
    expect(NEVER_POOL_ABOVE).toBeCloseTo(0.381966, 6);
    // pools that miss half of the positives would be cheap there
    const poor = { assay: { sensitivity: 0.5, specificity: 1 }, seenInPool: () => 1 };
    for (const tests of [perfect, poor])
      for (const p of [0.382, 0.45, 0.7, 1])
        expect(chosenId({ prevalence: exact(p), tests })).toBe('individual');
    for (const { missedPer100000: missed } of chooseDesign(wish({ prevalence: exact(1) })).weighed)
      expect(missed).toBe(0);
  });

  it('whatever is asked, the choice is admissible, at most as dear as single tests, and within its limits', () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(
        share,
        share,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (one, other, validatedPoolSize, hasRobot) => {
          const [low, high] = [Math.min(one, other), Math.max(one, other)];
          const prevalence = { estimate: (low + high) / 2, low, high };
          const limits = { missedLimit: 50, sensitivityFloor: 0.9, retestsPerDay: 200 };
          const asked = wish({ prevalence, tests: noisy, validatedPoolSize, hasRobot, ...limits });
          const { chosen } = chooseDesign(asked);
          expect(chosen.refusals).toEqual([]);
          expect(chosen.cost.testsPerPerson).toBeLessThanOrEqual(1);
          if (chosen.candidate.family === 'individual') return;
          const worst = chosen.candidate.cost(high, noisy);
          expect(missedPer100000(high, worst)).toBeLessThanOrEqual(50);
          expect(chosen.missedAtWorst).toBe(missedPer100000(high, worst));
          expect(worst.retestsPerPerson * 1000).toBeLessThanOrEqual(200);
          expect(chosen.cost.poolingSensitivity).toBeGreaterThanOrEqual(0.9);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('refuses limits and prevalences that are none', () => {
    const bad: Partial<DesignWish>[] = [
      { prevalence: { estimate: 0.1, low: 0.2, high: 0.3 } },
      { prevalence: exact(Number.NaN) },
      { prevalence: exact(1.1) },
      { missedLimit: Number.NaN },
      { retestsPerDay: -1 },
    ];
    for (const change of bad) expect(() => chooseDesign(wish(change))).toThrow(RangeError);
  });
});

describe('candidates', () => {
  it('tolerate no, one or two negative pools by weight', () => {
    expect([1, 2, 3, 4, 5, 6].map(defaultTolerance)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('weigh pools that show nobody, and refuse a share that is none', () => {
    const blind = { ...perfect, seenInPool: () => 0 };
    expect(chosenId({ tests: blind, sensitivityFloor: 0.5 })).toBe('individual');
    for (const share of [-0.1, 1.1, Number.NaN])
      expect(() => chooseDesign(wish({ tests: { ...perfect, seenInPool: () => share } }))).toThrow(
        RangeError,
      );
  });

  it('count a low load once, however many pools miss it', () => {
    const rs = designCandidates(100).find(({ id }) => id === 'rs-384x48');
    const half = { assay: { sensitivity: 1, specificity: 1 }, seenInPool: () => 0.5 };
    expect(rs?.cost(0.001, half).poolingSensitivity).toBeCloseTo(0.5, 12);
  });
});

describe('members of a negative pool of ten, Se .95, Sp .99 (2.4)', () => {
  it('carry 1.01, 5.1 and 55 positives per 100,000 at .02, .1 and 1 %', () => {
    const test = { sensitivity: 0.95, specificity: 0.99 };
    const missed = [0.0002, 0.001, 0.01].map((p) =>
      missedPer100000(p, hierarchicalCost([10, 1], [test, test], p)),
    );
    expect(missed[0]).toBeCloseTo(1.01, 2);
    expect(missed[1]).toBeCloseTo(5.1, 1);
    expect(Math.floor(missed[2] ?? 0)).toBe(55);
  });
});

describe('adviseSwabPoolSize', () => {
  const request = {
    prevalence: exact(0.0005),
    testOf: () => ({ sensitivity: 0.95, specificity: 1 }),
    single: { sensitivity: 0.95, specificity: 0.99 },
    missedLimit: 10,
    recallLimit: 0.05,
    swabsValidated: 20,
  };

  it('takes the cheapest size within the limits', () => {
    expect(adviseSwabPoolSize(request).best.swabs).toBe(20);
    expect(
      adviseSwabPoolSize({ ...request, prevalence: exact(0.006), missedLimit: 100, recallLimit: 0.06 }).best
        .swabs,
    ).toBe(10);
    expect(
      adviseSwabPoolSize({ ...request, prevalence: exact(0.05), missedLimit: 1e3, recallLimit: 0.3 }).best
        .swabs,
    ).toBe(5);
    expect(adviseSwabPoolSize({ ...request, prevalence: exact(0.05) }).best.swabs).toBe(1);
  });

  it('holds the limits against the upper prevalence', () => {
    const prevalence = { estimate: 0.0005, low: 0.0001, high: 0.0035 };
    const { best, options } = adviseSwabPoolSize({ ...request, prevalence });
    expect(best.swabs).toBe(1);
    expect(options.filter(({ refusals }) => refusals.length === 0).map(({ swabs }) => swabs)).toEqual([1]);
  });

  it('offers no size that the kit was not validated with, and says why', () => {
    const { best, options } = adviseSwabPoolSize({ ...request, swabsValidated: 10, missedLimit: 2 });
    expect(best.swabs).toBe(1);
    expect(options.map(({ swabs, refusals }) => [swabs, refusals])).toEqual([
      [1, []],
      [5, ['missed']],
      [10, ['missed']],
      [20, ['missed', 'validated']],
    ]);
    expect(adviseSwabPoolSize({ ...request, swabsValidated: 10 }).best.swabs).toBe(10);
  });

  it('says how likely a member of a positive tube is positive: 10.0 % of ten at .05 %', () => {
    const perfectTubes = { ...request, testOf: () => ({ sensitivity: 1, specificity: 1 }) };
    const ten = adviseSwabPoolSize(perfectTubes).options.find(({ swabs }) => swabs === 10);
    expect(ten?.positiveInPositiveTube).toBeCloseTo(0.0005 / (1 - 0.9995 ** 10), 12);
    expect((100 * (ten?.positiveInPositiveTube ?? 0)).toFixed(1)).toBe('10.0');
  });

  it('warns when pooling collapses', () => {
    expect(adviseSwabPoolSize(request).warnings).toEqual([]);
    const unsure = { estimate: 0.002, low: 0.001, high: 0.011 };
    expect(adviseSwabPoolSize({ ...request, prevalence: unsure }).warnings).toEqual(['pooling-collapsing']);
    const { best, warnings } = adviseSwabPoolSize({ ...request, prevalence: exact(0.4) });
    expect(warnings).toEqual(['pooling-collapsing', 'never-pool']);
    expect(best.swabs).toBe(1);
    expect(() => adviseSwabPoolSize({ ...request, prevalence: exact(Number.NaN) })).toThrow(RangeError);
  });
});
