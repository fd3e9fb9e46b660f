import { describe, expect, it } from 'vitest';
import { measureTurnaround, noCounts } from './books/index.js';
import { judgeDrill, summaryLines } from './drill-summary.js';
import { DrillOptions } from './options.js';
import type { DrillSummary } from './progress/index.js';

const good: DrillSummary = {
  done: true,
  options: DrillOptions.parse({}),
  sweepId: -1,
  people: 20_000,
  tubes: { screening: 1999, recollection: 220, reported: 2219 },
  plates: { laidOut: 34, runs: 34, rejectedRuns: 2 },
  positives: { planted: 20, found: 20, unplantedReported: 0 },
  reports: {
    posts: 270,
    reports: 267,
    feeds: 25,
    feedTubes: 1977,
    abnormal: 22,
    retests: 220,
    corrections: 0,
    repeats: 3,
    repeatsThatDiffer: 0,
    late: 0,
    withoutReceipt: 0,
    missingFeeds: 0,
  },
  formats: {
    elr: { reports: 242, repeats: 1, missing: 0 },
    fhir: { reports: 242, repeats: 2, missing: 0 },
  },
  turnaround: measureTurnaround().percentiles(),
  counts: { ...noCounts(), sealedMembers: 20_220, lookUps: 500 },
  forecast: { askedAt: 1, kind: 'forecast', finishAt: 2, finishedAt: 3, error: 0.037 },
  prevalence: { planted: 0.001, pools: 1990, estimate: 0.0011, low: 0.0007, high: 0.0016 },
  simulatedMinutes: 945,
  wallSeconds: 45,
  peoplePerSecond: 445,
  violations: [],
};

describe('judgeDrill', () => {
  it('finds nothing where everything held', () => {
    expect(judgeDrill(good)).toEqual([]);
    expect(summaryLines(good).at(-1)).toBe('Everything held.');
  });

  it.each<[string, Partial<DrillSummary>]>([
    ['end', { done: false }],
    ['20 planted, 19 found', { positives: { ...good.positives, found: 19 } }],
    ['1 people reported who carry nothing', { positives: { ...good.positives, unplantedReported: 1 } }],
    ['2 reports without a receipt', { reports: { ...good.reports, withoutReceipt: 2 } }],
    [
      '3 reports without a receipt of fhir',
      { formats: { ...good.formats, fhir: { reports: 239, repeats: 0, missing: 3 } } },
    ],
    ['no prevalence was estimated', { prevalence: null }],
    [
      'prevalence 0.1 % planted, 0.25 % estimated',
      { prevalence: { planted: 0.001, pools: 1990, estimate: 0.0025, low: 0.0019, high: 0.0032 } },
    ],
    [
      'prevalence 0.5 % planted, 0.25 % estimated',
      { prevalence: { planted: 0.005, pools: 1990, estimate: 0.0025, low: 0.0019, high: 0.0032 } },
    ],
    ['1 reports came late', { reports: { ...good.reports, late: 1 } }],
    ['1 repeats differ', { reports: { ...good.reports, repeatsThatDiffer: 1 } }],
    ['feeds are missing', { reports: { ...good.reports, missingFeeds: 1 } }],
    ['2218 of 2219 tubes reported', { tubes: { ...good.tubes, reported: 2218 } }],
    ['19999 of 20000 people sampled', { counts: { ...good.counts, sealedMembers: 19_999 } }],
    ['nobody was answered', { counts: { ...good.counts, lookUps: 0 } }],
    [
      'planted-person-negative × 1: person 5',
      { violations: [{ code: 'planted-person-negative', count: 1, examples: ['person 5'] }] },
    ],
  ])('says: %s', (text, change) => {
    const broken = judgeDrill({ ...good, ...change });
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(text);
    expect(summaryLines({ ...good, ...change })).toContain('Broken:');
  });
});
