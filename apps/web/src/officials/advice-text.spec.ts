import { describe, expect, it } from 'vitest';
import type { PoolAdvice } from '../server/answers.js';
import { en } from '../texts/en.js';
import { formats } from '../texts/formats.js';
import { zh } from '../texts/zh.js';
import { adviceGrounds, adviceSentence } from './advice-text.js';

const option = (swabs: number, refusals: PoolAdvice['options'][number]['refusals'] = []) => ({
  swabs,
  testsPerPerson: 1 / swabs + 0.0123,
  recalled: 0.0123,
  recalledAtWorst: 0.0189,
  missedPer100000: 2.04,
  missedAtWorst: 3.96,
  positiveInPositiveTube: 0.1,
  refusals,
});
const pools = {
  pools: 1000,
  people: 10_000,
  positive: 12,
  inconclusive: 0,
  invalid: 0,
  prevalence: null,
  tooFew: false,
};
const advice = (given: Partial<PoolAdvice> = {}): PoolAdvice => ({
  asOf: '2030-01-01T00:00:00Z',
  kind: 'advice',
  reason: null,
  day: null,
  pools,
  test: {
    source: 'kit',
    kit: { id: 'k', version: 1 },
    otherKits: 0,
    sensitivity: 0.95,
    specificity: 1,
    positives: 0,
  },
  limits: { missedPer100000: null, recallsPerDay: 100, dilution: null },
  limitsSet: null,
  peoplePerDay: 10_000,
  inForce: 10,
  best: 10,
  options: [option(1), option(5), option(10), option(20)],
  warnings: [],
  sites: [],
  ...given,
});
const english = (given: Partial<PoolAdvice>) => adviceSentence(advice(given), en, formats('en', en));

describe('the advice in words', () => {
  it('says what to do against what is done now', () => {
    expect(english({})).toBe('Keep 10 swabs to a tube.');
    expect(english({ best: 5 })).toBe('Put 5 swabs into a tube instead of 10.');
    expect(english({ best: 20 })).toBe('20 swabs to a tube would need fewer tests than 10 do.');
    expect(english({ best: 1 })).toBe('Sample everybody singly, one swab to a tube.');
    expect(english({ best: 1, inForce: 1 })).toBe('Keep to one swab to a tube.');
    expect(english({ inForce: null })).toBe('Put 10 swabs into a tube.');
    expect(adviceSentence(advice({ best: 5 }), zh, formats('zh-CN', zh))).toBe(
      '每管改为混采 5 人（现为 10 人）。',
    );
  });

  it('says why it says nothing', () => {
    for (const reason of ['no-pools', 'too-few-pools', 'test-unknown', 'withheld'] as const)
      expect(english({ best: null, kind: 'cannot-say', reason })).toBe(en.prevalence.reasons[reason]);
  });

  it('says what it stands on: cost, misses, why not as now, limits, test', () => {
    const given = { best: 5, options: [option(1), option(5), option(10, ['recall', 'missed'])] };
    expect(adviceGrounds(advice({ ...given, day: '2030-01-02' }), en, formats('en', en))).toEqual([
      'By the tubes of 2 Jan.',
      'About 0.21 tests a person; about 1.2\u00a0% of people are called back and sampled singly (1.9\u00a0% at most).',
      'Of a day’s people that is 189 at most.',
      'Of 100,000 people in negative tubes about 2 carry the virus unseen (4 at most).',
      'With 10 to a tube, as now: more would be called back than can be sampled singly, more would be missed than the limit allows.',
      'No limit is set for missed carriers.',
      'Sensitivity 95\u00a0%, as the kit states.',
    ]);
    const silent = advice({ best: null, options: [], test: { ...advice().test, source: 'none' } });
    expect(adviceGrounds(silent, en, formats('en', en))).toEqual([en.prevalence.test.none]);
  });
});
