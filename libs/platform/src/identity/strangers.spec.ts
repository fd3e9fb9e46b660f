import { expect, it } from 'vitest';
import { watchStrangers } from './strangers.js';

it('lets an address try 50 unknown tokens in a second, and again in the next', () => {
  const strangers = watchStrangers();
  const tried = Array.from({ length: 60 }, () => strangers.isLoud('a', 5000));
  expect(tried.filter((loud) => loud)).toHaveLength(10);
  expect(strangers.isLoud('b', 5000)).toBe(false);
  expect(strangers.isLoud('a', 6000)).toBe(false);
});

it('counts no token that turned out to be known', () => {
  const strangers = watchStrangers();
  for (let tablet = 0; tablet < 500; tablet++) {
    expect(strangers.isLoud('a', 5000)).toBe(false);
    strangers.forgive('a');
  }
});

it('remembers unknown tokens for two seconds, in bounded memory', () => {
  const strangers = watchStrangers();
  strangers.note('t', 1000);
  expect(strangers.isKnownAsUnknown('t', 2999)).toBe(true);
  expect(strangers.isKnownAsUnknown('t', 3000)).toBe(false);
  for (let i = 0; i < 100_000; i++) {
    strangers.note(`t${i}`, 1000);
    strangers.isLoud(`a${i}`, 1000);
  }
  expect(strangers.size()).toBeLessThanOrEqual(20_000);
});
