import { expect, it } from 'vitest';
import { latestTelling } from './latest-telling.js';

it('is the last day that says enough, not one that is withheld or says too little', () => {
  const days = [
    { day: 'a', tooFew: false },
    { day: 'b', tooFew: false },
    { day: 'c', tooFew: true },
    { day: 'd', tooFew: null },
  ];
  expect(latestTelling(days)?.day).toBe('b');
  expect(latestTelling(days.slice(2))).toBeUndefined();
});
