import {
  BUILT_IN_DESIGNS,
  builtInDesign,
  countNegatives,
  markSoleCandidates,
  type BuiltInDesignId,
} from '#lis/domain';
import { poolsOf, type Group } from './group.js';

/** 1. Without noise COMP misses nobody, DD accuses nobody, and no positive pool is without a candidate. */
export const noiseless: Group = (random, small) => {
  const draws = small ? 2000 : 100_000;
  let cases = 0;
  for (const id of Object.keys(BUILT_IN_DESIGNS) as BuiltInDesignId[]) {
    const design = builtInDesign(id);
    const state = new Uint8Array(design.pools);
    const counts = new Uint16Array(design.specimens);
    const sole = new Uint8Array(design.specimens);
    for (let draw = 0; draw < draws; draw += 1) {
      const truth = new Set(Array.from({ length: random.int(9) }, () => random.int(design.specimens)));
      state.fill(0);
      for (const i of truth) for (const pool of poolsOf(design, i)) state[pool] = 1;
      countNegatives(design, state, counts);
      const strays = markSoleCandidates(design, state, counts, 0, sole);
      cases += 1;
      let wrong = strays;
      for (let i = 0; i < design.specimens; i += 1) if (sole[i] === 1 && !truth.has(i)) wrong += 1;
      for (const i of truth) if (counts[i]! > 0) wrong += 1;
      if (wrong > 0) return { violation: `${id}: ${[...truth].join(' ')}`, figures: { cases } };
    }
  }
  return { violation: null, figures: { cases } };
};
