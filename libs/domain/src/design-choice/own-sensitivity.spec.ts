import { describe, expect, it } from 'vitest';
import { learnOwnLoad } from './own-sensitivity.js';
import { seenInPool } from './pool-sensitivity.js';

const kit = {
  targets: [
    { name: 'A', positiveAtOrBelow: 38, suspiciousAtOrBelow: null },
    { name: 'B', positiveAtOrBelow: 36, suspiciousAtOrBelow: null },
  ],
  whenSomeDetected: 'inconclusive' as const,
};
const singles = (count: number, a: number, b: number) =>
  Array.from({ length: count }, () => [
    { target: 'A', ct: a },
    { target: 'B', ct: b },
    { target: 'IC', ct: 20 },
  ]);

describe('learnOwnLoad', () => {
  it('learns from the Ct on which the finding hangs, counted from its own cut-off', () => {
    const own = learnOwnLoad(kit, [...singles(30, 25, 25), ...singles(30, 25, 35.5)], 0, 0.2);
    // B at 35.5 is half a cycle from its cut-off: no pool of ten shows it
    expect(seenInPool(own!.load, Math.log2(10), own!.detection)).toBeCloseTo(0.5, 1);
    const either = learnOwnLoad({ ...kit, whenSomeDetected: 'positive' }, singles(30, 25, 35.5), 0, 0.2);
    expect(seenInPool(either!.load, Math.log2(10), either!.detection)).toBeCloseTo(1, 5);
  });

  it('puts back what pools of that dilution had missed', () => {
    const found = [...singles(100, 25, 25), ...singles(20, 37.5, 25)];
    const share = (shift: number) => {
      const own = learnOwnLoad(kit, found, shift, 0.5);
      return seenInPool(own!.load, 1, own!.detection);
    };
    expect(share(1)).toBeLessThan(share(0));
  });

  it('says nothing of few, of what has no Ct, and of what no pool can have shown', () => {
    expect(learnOwnLoad(kit, singles(29, 25, 25), 0, 0.5)).toBeNull();
    expect(
      learnOwnLoad(
        kit,
        Array.from({ length: 40 }, () => [{ target: 'A', ct: 25 }]),
        0,
        0.5,
      ),
    ).toBeNull();
    expect(learnOwnLoad(kit, singles(40, 25, 35.9), 5, 0.2)).toBeNull();
    expect(learnOwnLoad(kit, singles(40, 25, 25), 5, 0.2)).not.toBeNull();
  });
});
