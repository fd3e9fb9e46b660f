import { expect, it } from 'vitest';
import { lockMs, mayBeScope, passwordFault } from './accounts.js';
import { PERMISSIONS } from './permissions.js';

it('locks from the fifth wrong password on, twice as long each time, for an hour at most', () => {
  const minutes = [0, 1, 4, 5, 6, 7, 10, 11, 12, 1000].map((failures) => lockMs(failures) / 60_000);
  expect(minutes).toEqual([0, 0, 0, 1, 2, 4, 32, 60, 60, 60]);
});

it('takes a long password and refuses a short, repetitive or telling one', () => {
  expect(passwordFault('eleven char', 'li.wei')).toBe('too-short');
  expect(passwordFault('aaaabbbbccccdddd', 'li.wei')).toBe('too-simple');
  expect(passwordFault('Li.Wei-in-the-laboratory', 'li.wei')).toBe('too-simple');
  expect(passwordFault('混采管的封管要仔细核对编码', 'li.wei')).toBe(null);
  expect(passwordFault('correct horse battery', 'li.wei')).toBe(null);
});

it('gives a key nothing beyond its role, and never the making of credentials', () => {
  expect(mayBeScope('authority', 'report.confirm')).toBe(true);
  expect(mayBeScope('authority', 'case.list')).toBe(false);
  const ofAdministrators = PERMISSIONS.filter((one) => mayBeScope('administrator', one));
  expect(ofAdministrators).toContain('sweep.administer');
  expect(ofAdministrators.filter((one) => /^(account|key|actor)/.test(one))).toEqual([]);
});
