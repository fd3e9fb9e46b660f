import { builtInDesign, countNegatives, markSoleCandidates, kirkmanClasses } from '#lis/domain';
import { poolsOf, type Group } from './group.js';

/** 2. All pairs of the designs that tell any two positives: COMP = DD = truth; the triple systems of 45 and 93 are whole. */
export const disjunct: Group = () => {
  let cases = 0;
  for (const id of ['rs-384x48', 'triples-105x45', 'triples-961x93'] as const) {
    const design = builtInDesign(id);
    const state = new Uint8Array(design.pools);
    const counts = new Uint16Array(design.specimens);
    const sole = new Uint8Array(design.specimens);
    for (let one = 0; one < design.specimens; one += 1)
      for (let other = one + 1; other < design.specimens; other += 1) {
        state.fill(0);
        for (const i of [one, other]) for (const pool of poolsOf(design, i)) state[pool] = 1;
        countNegatives(design, state, counts);
        markSoleCandidates(design, state, counts, 0, sole);
        cases += 1;
        for (let i = 0; i < design.specimens; i += 1) {
          const is = i === one || i === other;
          if ((counts[i] === 0) !== is || (sole[i] === 1) !== is)
            return { violation: `${id}: ${one} ${other}`, figures: { cases } };
        }
      }
  }
  let pairs = 0;
  for (const points of [45, 93]) {
    const seen = new Set<number>();
    for (const [a = 0, b = 0, c = 0] of kirkmanClasses(points).flat())
      for (const [x, y] of [
        [a, b],
        [a, c],
        [b, c],
      ] as const) {
        pairs += 1;
        seen.add(Math.min(x, y) * points + Math.max(x, y));
      }
    const all = (points * (points - 1)) / 2;
    if (seen.size !== all)
      return { violation: `${points} points: ${seen.size} pairs of ${all}`, figures: { cases } };
  }
  const each = pairs === (45 * 44) / 2 + (93 * 92) / 2;
  return { violation: each ? null : 'a pair of pools twice', figures: { cases, poolPairs: pairs } };
};
