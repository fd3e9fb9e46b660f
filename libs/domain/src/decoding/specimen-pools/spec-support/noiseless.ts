import { poolDesign, type PoolDesign } from '../../../pool-design/pool-design.js';
import type { SeededRandom } from '../../../random/seeded.js';
import { countNegatives, markSoleCandidates } from '../combinatorial/count-negatives.js';
import { NEGATIVE, POSITIVE } from '../evidence.js';

/** Draws positives, shows them in their pools without errors; @returns how many were missed, accused or left unexplained. */
export function checkNoiseless(design: PoolDesign): (random: SeededRandom, below: number) => number {
  const state = new Uint8Array(design.pools);
  const counts = new Uint16Array(design.specimens);
  const sole = new Uint8Array(design.specimens);
  const truth = new Uint8Array(design.specimens);
  return (random, below) => {
    truth.fill(0);
    state.fill(NEGATIVE);
    for (let k = random.int(below); k > 0; k -= 1) {
      const specimen = random.int(design.specimens);
      truth[specimen] = 1;
      for (let at = design.poolStart[specimen]!; at < design.poolStart[specimen + 1]!; at += 1)
        state[design.poolOf[at]!] = POSITIVE;
    }
    countNegatives(design, state, counts);
    let wrong = markSoleCandidates(design, state, counts, 0, sole);
    for (let i = 0; i < design.specimens; i += 1) {
      if (truth[i] === 1 && counts[i]! > 0) wrong += 1;
      if (sole[i] === 1 && truth[i] === 0) wrong += 1;
    }
    return wrong;
  };
}

/** Any matrix of up to 10 pools and 30 specimens, with empty pools and specimens in none. */
export function randomDesign(random: SeededRandom): PoolDesign {
  const pools = 1 + random.int(10);
  return poolDesign({
    id: 'random',
    family: 'array',
    pools,
    poolsOfSpecimen: Array.from({ length: 1 + random.int(30) }, () =>
      random.shuffle([...Array(pools).keys()]).slice(0, random.int(pools + 1)),
    ),
  });
}
