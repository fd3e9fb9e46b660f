import { expect, it } from 'vitest';
import { BUILT_IN_DESIGNS, builtInDesign, type BuiltInDesignId } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { countNegatives, markSoleCandidates } from './combinatorial/count-negatives.js';
import { NEGATIVE, POSITIVE } from './evidence.js';

const DRAWS = 100_000;
const ids = Object.keys(BUILT_IN_DESIGNS) as BuiltInDesignId[];

it.each(ids)('%s: without noise COMP misses nobody, DD accuses nobody', { timeout: 60_000 }, (id) => {
  const design = builtInDesign(id);
  const random = seeded(`noiseless ${id}`);
  const state = new Uint8Array(design.pools);
  const counts = new Uint16Array(design.specimens);
  const sole = new Uint8Array(design.specimens);
  const truth = new Uint8Array(design.specimens);
  let missed = 0;
  let accused = 0;
  for (let draw = 0; draw < DRAWS / ids.length; draw += 1) {
    truth.fill(0);
    state.fill(NEGATIVE);
    for (let k = random.int(9); k > 0; k -= 1) {
      const specimen = random.int(design.specimens);
      truth[specimen] = 1;
      for (let at = design.poolStart[specimen]!; at < design.poolStart[specimen + 1]!; at += 1)
        state[design.poolOf[at]!] = POSITIVE;
    }
    countNegatives(design, state, counts);
    expect(markSoleCandidates(design, state, counts, 0, sole)).toBe(0);
    for (let i = 0; i < design.specimens; i += 1) {
      if (truth[i] === 1 && counts[i]! > 0) missed += 1;
      if (sole[i] === 1 && truth[i] === 0) accused += 1;
    }
  }
  expect({ missed, accused }).toEqual({ missed: 0, accused: 0 });
});
