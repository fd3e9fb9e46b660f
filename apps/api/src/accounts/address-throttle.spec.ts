import { expect, it } from 'vitest';
import { addressThrottle } from './address-throttle.js';

it('lets thirty failed attempts of an address through in a minute, and says how long to wait', () => {
  const throttle = addressThrottle();
  const waits = Array.from({ length: 31 }, (_, n) => throttle.enter('10.0.0.1', n * 1000));
  expect(waits.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 0));
  expect(waits[30]).toBe(30);
  expect(throttle.enter('10.0.0.2', 30_000)).toBe(0);
  expect(throttle.enter('10.0.0.1', 60_000)).toBe(0);
});

it('does not count what succeeded, and counts one network of IPv6 as one address', () => {
  const throttle = addressThrottle();
  for (let n = 0; n < 100; n++) {
    expect(throttle.enter('10.0.0.1', 0)).toBe(0);
    throttle.leave('10.0.0.1');
  }
  for (let n = 0; n < 30; n++) throttle.enter(`2001:db8:1:2::${n}`, 0);
  expect(throttle.enter('2001:db8:1:2:ffff::1', 0)).toBe(60);
  expect(throttle.enter('2001:db8:1:3::1', 0)).toBe(0);
});
