import { expect, it } from 'vitest';
import { en } from './en.js';
import { formats } from './formats.js';

it('never rounds a chance up to certainty', () => {
  const { finePercent } = formats('en', en);
  const shown = [0.9457, 0.98, 0.9999, 0.99998, 1, 0.000123].map(finePercent);
  expect(shown).toEqual(['94.6', '98', '99.99', '99.99', '100', '0.0123'].map((text) => `${text}\u00a0%`));
});
