import { SetPoolAdviceLimitsRequest } from '#lis/contracts';
import { expect, it } from 'vitest';
import { limitTexts, readLimits } from './read-limits.js';

const texts = (given: object = {}) => ({
  missedPer100000: '50',
  recallsPerDay: '20000',
  mixedMillilitres: '6',
  singleMillilitres: '3',
  ctDeviation: '0.5',
  ...given,
});
const none = { mixedMillilitres: '', singleMillilitres: '', ctDeviation: '' };

it('reads what it wrote, and what the server takes', () => {
  for (const typed of [texts(), texts(none), texts({ ...none, missedPer100000: '', recallsPerDay: '' })]) {
    const read = readLimits(typed);
    if ('wrong' in read) throw new Error(JSON.stringify(read.wrong));
    expect(limitTexts(read.limits)).toEqual(typed);
    expect(SetPoolAdviceLimitsRequest.safeParse({ sweepId: -1, ...read.limits }).success).toBe(true);
  }
  expect(readLimits(texts({ ...none, missedPer100000: ' 0 ', recallsPerDay: ' ' }))).toEqual({
    limits: { missedPer100000: 0, recallsPerDay: null, dilution: null },
  });
});

it('says which field is wrong and why', () => {
  expect(readLimits(texts({ missedPer100000: 'many', recallsPerDay: '1.5', ctDeviation: '9' }))).toEqual({
    wrong: { missedPer100000: 'number', recallsPerDay: 'whole', ctDeviation: 'range' },
  });
  expect(readLimits(texts({ mixedMillilitres: '', ctDeviation: '' }))).toEqual({
    wrong: { mixedMillilitres: 'together', ctDeviation: 'together' },
  });
  expect(readLimits(texts({ missedPer100000: '-1' }))).toEqual({ wrong: { missedPer100000: 'number' } });
});
