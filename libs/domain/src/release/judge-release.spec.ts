import { expect, it } from 'vitest';
import {
  HOLD_REASONS,
  type HoldReason,
  judgeRelease,
  mayRelease,
  type ReleaseFacts,
} from './judge-release.js';

const plain: ReleaseFacts = {
  switchedOn: true,
  call: 'negative',
  callReasons: [],
  runState: 'accepted',
  wellAgrees: true,
  tubeState: 'plated',
  conflict: false,
  members: 10,
  hardCap: 12,
  earlierAbnormalCalls: 0,
  openHolds: 0,
  categories: ['resident'],
  allowedCategories: ['resident'],
};

it('lets a plain negative go, by a named version of the rule', () => {
  expect(judgeRelease(plain)).toEqual({ kind: 'release', ruleVersion: 1 });
  expect(judgeRelease({ ...plain, tubeState: 'resulted', members: 12 }).kind).toBe('release');
});

const changes: [HoldReason, Partial<ReleaseFacts>[]][] = [
  ['switched-off', [{ switchedOn: false }]],
  ['not-negative', [{ call: 'positive' }, { call: 'inconclusive' }, { call: 'invalid' }]],
  ['run-not-accepted', [{ runState: 'waiting' }, { runState: 'rejected' }]],
  ['well-disagrees', [{ wellAgrees: false }]],
  [
    'tube-state',
    (
      ['sealed', 'boxed', 'handed-over', 'received', 'rejected', 'released', 'void', 'quarantined'] as const
    ).map((tubeState) => ({ tubeState })),
  ],
  ['tube-conflict', [{ conflict: true }]],
  ['no-members', [{ members: 0 }]],
  ['over-cap', [{ members: 13 }]],
  ['call-has-reasons', [{ callReasons: [{ code: 'analyser-disagrees', target: 'N' }] }]],
  ['earlier-abnormal-call', [{ earlierAbnormalCalls: 1 }, { earlierAbnormalCalls: Number.NaN }]],
  ['member-on-hold', [{ openHolds: 1 }]],
  ['category-not-allowed', [{ categories: ['resident', 'contact'] }]],
];

it.each(changes)('holds for %s', (reason, variants) => {
  for (const change of variants) {
    expect(judgeRelease({ ...plain, ...change })).toEqual({ kind: 'hold', reasons: [reason] });
  }
});

it('has a test for every reason, and names all that apply', () => {
  expect(changes.map(([reason]) => reason)).toEqual([...HOLD_REASONS]);
  const bad = judgeRelease({ ...plain, switchedOn: false, openHolds: 2, members: Number.NaN });
  expect(bad).toEqual({
    kind: 'hold',
    reasons: ['switched-off', 'no-members', 'over-cap', 'member-on-hold'],
  });
});

it('wants a verifier who is not the tester', () => {
  expect(mayRelease(2, 1)).toBe(true);
  expect(mayRelease(1, 1)).toBe(false);
  expect(mayRelease(-1, 1)).toBe(false);
  expect(mayRelease(2, null)).toBe(false);
});
