import { expect, it } from 'vitest';
import { isExpiringSoon, parseCertificateTime } from './certificate-time.js';

it.each([
  ['Nov 22 05:51:41 2027 GMT', '2027-11-22T05:51:41Z'],
  ['Jan  2 00:00:00 2031 GMT', '2031-01-02T00:00:00Z'],
])('reads %s', (text, moment) => expect(parseCertificateTime(text)).toBe(Date.parse(moment)));

it.each(['', 'Foo  2 00:00:00 2031 GMT', '2031-01-02', 'Jan  2 00:00:00 2031'])('takes %j for none', (text) =>
  expect(parseCertificateTime(text)).toBeNaN(),
);

it('is soon within 30 days and after', () => {
  const day = 86_400_000;
  expect([31, 30, 1, -1].map((days) => isExpiringSoon(days * day, 0))).toEqual([false, true, true, true]);
});
