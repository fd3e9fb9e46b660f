import { describe, expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { prepareDecoder } from './decoder.js';
import { eachPackedCall, keptCall, type KeptCall, packCalls } from './packed-calls.js';
import { simulateBatch } from './simulated-batch.js';
import { answerWithoutPosterior } from './without-posterior.js';

const unpacked = (bytes: Uint8Array) => {
  const calls: KeptCall[] = [];
  eachPackedCall(bytes, (call) => calls.push(call));
  return calls;
};

describe('packed calls', () => {
  it('are what the answer says, of every kind of call', () => {
    const design = builtInDesign('rs-384x48');
    const settings = { tests: { sensitivity: 0.95, specificity: 0.99 }, priors: 0.02, workLimit: 100_000 };
    const decoder = prepareDecoder(design, settings);
    const random = seeded('packed');
    const priors = new Float64Array(design.specimens).fill(0.01);
    const kinds = new Set<string>();
    for (let n = 0; n < 40; n += 1) {
      const { outcomes } = simulateBatch(design, priors, settings.tests, random);
      for (const { calls } of [
        decoder.decode({ outcomes }, () => 0),
        answerWithoutPosterior(design, settings, { outcomes }, 'budget'),
      ]) {
        expect(unpacked(packCalls(calls))).toEqual(calls.map(keptCall));
        for (const { call, rule, reason } of calls) kinds.add(`${call} ${rule} ${reason}`);
      }
    }
    expect([...kinds].toSorted()).toEqual([
      'ambiguous none low-evidence',
      'ambiguous none masked',
      'ambiguous none tied',
      'ambiguous none tolerance',
      'negative negative-pools null',
      'negative negative-pools-and-posterior null',
      'presumptive-positive sole-candidate-and-posterior null',
    ]);
  });

  const call: KeptCall = {
    ...{ specimen: 0, call: 'negative', rule: 'one-negative-pool', reason: null, posterior: 0 },
    ...{ negativePools: 1, validPools: 1, sole: false },
  };
  it('of a specimen that stands elsewhere are refused', () => {
    expect(unpacked(packCalls([call]))).toEqual([call]);
    expect(() => packCalls([{ ...call, specimen: 1 }])).toThrow(RangeError);
  });

  it('that nobody wrote, or that are damaged or cut off, are no calls', () => {
    expect(() => unpacked(new Uint8Array(16))).toThrow(RangeError);
    expect(() => unpacked(packCalls([call]).subarray(0, 15))).toThrow(RangeError);
    for (const at of [12, 13, 14]) {
      const damaged = packCalls([call]);
      damaged[at] = 9;
      expect(() => unpacked(damaged)).toThrow(RangeError);
    }
  });
});
