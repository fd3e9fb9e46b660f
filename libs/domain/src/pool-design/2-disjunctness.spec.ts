import { describe, expect, it } from 'vitest';
import {
  countNegatives,
  markSoleCandidates,
} from '../decoding/specimen-pools/combinatorial/count-negatives.js';
import { NEGATIVE, POSITIVE } from '../decoding/specimen-pools/evidence.js';
import {
  BUILT_IN_DESIGNS,
  builtInDesign,
  isBuiltInDesign,
  type BuiltInDesignId,
} from './built-in-designs.js';
import { designFacts } from './design-facts.js';
import { poolsOf } from './design-rows.js';
import { dorfmanDesign } from './dorfman.js';
import { hyperDesign } from './hyper.js';
import { poolDesign, type PoolDesign } from './pool-design.js';
import { reedSolomonDesign } from './reed-solomon.js';

const ids = Object.keys(BUILT_IN_DESIGNS) as BuiltInDesignId[];

/** Asks COMP and DD, when exactly `truth` are positive and tests do not err; true when both name exactly these. */
function tellsExactly(design: PoolDesign): (truth: readonly number[]) => boolean {
  const state = new Uint8Array(design.pools);
  const counts = new Uint16Array(design.specimens);
  const sole = new Uint8Array(design.specimens);
  return (truth) => {
    state.fill(NEGATIVE);
    for (const specimen of truth) for (const pool of poolsOf(design, specimen)) state[pool] = POSITIVE;
    countNegatives(design, state, counts);
    markSoleCandidates(design, state, counts, 0, sole);
    let [candidates, named] = [0, 0];
    for (let i = 0; i < design.specimens; i += 1) {
      if (counts[i] === 0) candidates += 1;
      if (sole[i] === 1) named += 1;
    }
    const all = truth.every((i) => counts[i] === 0 && sole[i] === 1);
    return all && candidates === truth.length && named === truth.length;
  };
}

describe('2. any x with |x| ≤ ⌊(w − 1)/l⌋: COMP = DD = truth', () => {
  it.each(ids)('%s: all singles', (id) => {
    const design = builtInDesign(id);
    const tells = tellsExactly(design);
    expect(tells([])).toBe(true);
    for (let one = 0; one < design.specimens; one += 1) expect(tells([one])).toBe(true);
  });

  it.each(['rs-384x48', 'triples-105x45', 'triples-961x93'] as const)(
    '%s: all pairs',
    (id) => {
      const design = builtInDesign(id);
      const tells = tellsExactly(design);
      let [pairs, wrong] = [0, 0];
      for (let one = 0; one < design.specimens; one += 1)
        for (let other = one + 1; other < design.specimens; other += 1)
          [pairs, wrong] = [pairs + 1, wrong + (tells([one, other]) ? 0 : 1)];
      expect([pairs, wrong]).toEqual([(design.specimens * (design.specimens - 1)) / 2, 0]);
    },
    120_000,
  );
});

describe('what a design guarantees', () => {
  it.each([
    ['array-8x12', 2, 1, 1, 8, 12],
    ['array-16x24', 2, 1, 1, 16, 24],
    ['hypercube-3^3', 3, 2, 1, 9, 9],
    ['hypercube-3^4', 4, 3, 1, 27, 27],
    ['hyper-96x16-q2', 2, 1, 1, 12, 12],
    ['hyper-384x32-q2', 2, 1, 1, 24, 24],
    ['hyper-384x48-q3', 3, 2, 1, 24, 24],
    ['rs-384x48', 6, 2, 2, 48, 48],
    ['triples-105x45', 3, 1, 2, 7, 7],
    ['triples-961x93', 3, 1, 2, 31, 31],
  ] as const)('%s: weight %i, overlap %i, any %i positives, pools of %i to %i', (id, ...expected) => {
    const { weight, overlap, guaranteedPositives, poolSize } = designFacts(builtInDesign(id));
    expect(weight.min).toBe(weight.max);
    expect([weight.min, overlap, guaranteedPositives, poolSize.min, poolSize.max]).toEqual(expected);
    expect(guaranteedPositives).toBeGreaterThanOrEqual(Math.floor((weight.min - 1) / overlap));
  });

  it('is nothing when two specimens are in the same pools, or one is in none', () => {
    expect(designFacts(dorfmanDesign(20, 5)).guaranteedPositives).toBe(0);
    expect(designFacts(hyperDesign(384, 24, 2)).guaranteedPositives).toBe(0);
    const unpooled = poolDesign({ id: 'x', family: 'array', pools: 2, poolsOfSpecimen: [[0], [1], []] });
    expect(designFacts(unpooled).guaranteedPositives).toBe(0);
    const alone = poolDesign({ id: 'x', family: 'dorfman', pools: 3, poolsOfSpecimen: [[0], [1], [2]] });
    expect(designFacts(alone).guaranteedPositives).toBe(2);
  });

  it('refuses what cannot be made', () => {
    expect(() => hyperDesign(10, 15, 2)).toThrow(RangeError);
    expect(() => hyperDesign(10, 36, 3)).toThrow(RangeError);
    expect(() => reedSolomonDesign(513, 6)).toThrow(RangeError);
    expect(() => reedSolomonDesign(384, 9)).toThrow(RangeError);
    expect(() => dorfmanDesign(0, 5)).toThrow(RangeError);
    expect(isBuiltInDesign('toString')).toBe(false);
  });
});
