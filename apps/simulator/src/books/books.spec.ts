import { MINUTE_MS } from '#lis/domain';
import { describe, expect, it } from 'vitest';
import { keepOutstanding } from './outstanding.js';
import { markTubes } from './tube-marks.js';
import { measureTurnaround } from './turnaround.js';

describe('tube marks', () => {
  it('count each tube once, and make room for re-collections', () => {
    const marks = markTubes(10);
    expect(marks.set(3, 'sealed')).toBe(true);
    expect(marks.set(3, 'sealed')).toBe(false);
    expect(marks.set(5000, 'sealed')).toBe(true);
    expect(marks.counts.sealed).toEqual({ screening: 1, recollection: 1 });
    marks.set(3, 'queued');
    marks.clear(3, 'queued');
    expect(marks.has(3, 'queued')).toBe(false);
    expect(marks.has(3, 'sealed')).toBe(true);
    expect(marks.plateOf(5000)).toBe(-1);
    marks.putOnPlate(5000, 7);
    expect(marks.plateOf(5000)).toBe(7);
  });
});

describe('turnaround', () => {
  it('gives percentiles by the minute', () => {
    const turnaround = measureTurnaround();
    for (let minute = 1; minute <= 100; minute += 1)
      turnaround.add('sealed-reported', minute * MINUTE_MS + 1);
    turnaround.add('sealed-received', -5);
    expect(turnaround.percentiles()['sealed-reported']).toEqual({ count: 100, p50: 50, p95: 95 });
    expect(turnaround.percentiles()['sealed-received']).toEqual({ count: 1, p50: 0, p95: 0 });
    expect(turnaround.percentiles()['sealed-resulted']).toEqual({ count: 0, p50: 0, p95: 0 });
  });
});

describe('outstanding work', () => {
  it('names the oldest, and forgets what is done', () => {
    const outstanding = keepOutstanding();
    expect(outstanding.oldest()).toBe(Infinity);
    outstanding.begin('plate:1', 10);
    outstanding.begin('release:5', 20);
    outstanding.begin('plate:1', 30);
    expect(outstanding.oldest()).toBe(10);
    expect(outstanding.plates()).toBe(1);
    outstanding.end('plate:1');
    expect(outstanding.oldest()).toBe(20);
    expect(outstanding.size()).toBe(1);
  });
});
