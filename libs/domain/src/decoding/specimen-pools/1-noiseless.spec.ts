import { describe, expect, it } from 'vitest';
import { BUILT_IN_DESIGNS, builtInDesign, type BuiltInDesignId } from '../../pool-design/built-in-designs.js';
import { poolDesign } from '../../pool-design/pool-design.js';
import { seeded } from '../../random/seeded.js';
import { checkNoiseless, randomDesign } from './spec-support/noiseless.js';

const DRAWS = 100_000;
const ids = Object.keys(BUILT_IN_DESIGNS) as BuiltInDesignId[];

describe('1. noiseless: COMP never misses, DD never accuses, DD ⊆ truth ⊆ COMP', () => {
  it.each(ids)('%s', { timeout: 60_000 }, (id) => {
    const random = seeded(`noiseless ${id}`);
    const check = checkNoiseless(builtInDesign(id));
    let wrong = 0;
    for (let draw = 0; draw < DRAWS / ids.length; draw += 1) wrong += check(random, 9);
    expect(wrong).toBe(0);
  });
  it('100,000 random designs and truths', { timeout: 60_000 }, () => {
    const random = seeded('noiseless designs');
    let wrong = 0;
    for (let draw = 0; draw < DRAWS; draw += 20) {
      const check = checkNoiseless(randomDesign(random));
      for (let truth = 0; truth < 20; truth += 1) wrong += check(random, 5);
    }
    expect(wrong).toBe(0);
  });
  it('the check itself finds a specimen that its pools do not show', () => {
    const design = poolDesign({ id: 'x', family: 'array', pools: 2, poolsOfSpecimen: [[0], [0, 1]] });
    const lying = checkNoiseless({
      ...design,
      poolStart: Uint32Array.of(0, 1, 2),
      poolOf: Uint16Array.of(0, 0),
    });
    const random = seeded('lying');
    let wrong = 0;
    for (let draw = 0; draw < 20; draw += 1) wrong += lying(random, 3);
    expect(wrong).toBeGreaterThan(0);
  });
});
